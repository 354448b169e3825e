// libpcsclite (PC/SC part 5), and the macros that Swift cannot read. Only Sources/Identity/Reader imports this module;
// nothing here decides anything.
#ifndef KIOSK_CPCSC_H
#define KIOSK_CPCSC_H
#include <PCSC/reader.h>
#include <PCSC/winscard.h>

// The protocol header of T=0, T=1 and of a contactless card that the reader shows as T=1.
static inline const SCARD_IO_REQUEST *kiosk_pci_t0(void) { return SCARD_PCI_T0; }
static inline const SCARD_IO_REQUEST *kiosk_pci_t1(void) { return SCARD_PCI_T1; }
static inline const SCARD_IO_REQUEST *kiosk_pci_raw(void) { return SCARD_PCI_RAW; }
// The control code of PC/SC part 10 that asks for a reader's features.
static inline DWORD kiosk_ctl_code(DWORD code) { return SCARD_CTL_CODE(code); }
#endif
