// libpcsclite, as far as Sources/Identity/Reader calls it; nothing here decides anything. Declared in the words of PC/SC
// part 5 and pcsc-lite's own types: winscard.h finds its neighbours only with a flag of pkg-config, which brings one
// more that SwiftPM warns of in every build. pcsc-lite has kept this interface since 1.0; the linker checks the names.
#ifndef KIOSK_CPCSC_H
#define KIOSK_CPCSC_H
#include <PCSC/wintypes.h>
#include <sys/prctl.h>

typedef LONG SCARDCONTEXT;
typedef LONG SCARDHANDLE;

typedef struct {
  const char *szReader;
  void *pvUserData;
  DWORD dwCurrentState;
  DWORD dwEventState;
  DWORD cbAtr;
  unsigned char rgbAtr[33];
} SCARD_READERSTATE;

typedef struct {
  unsigned long dwProtocol;
  unsigned long cbPciLength;
} SCARD_IO_REQUEST;

extern const SCARD_IO_REQUEST g_rgSCardT0Pci, g_rgSCardT1Pci, g_rgSCardRawPci;

LONG SCardEstablishContext(DWORD scope, LPCVOID reserved1, LPCVOID reserved2, SCARDCONTEXT *context);
LONG SCardReleaseContext(SCARDCONTEXT context);
LONG SCardCancel(SCARDCONTEXT context);
LONG SCardListReaders(SCARDCONTEXT context, LPCSTR groups, LPSTR readers, LPDWORD length);
LONG SCardGetStatusChange(SCARDCONTEXT context, DWORD milliseconds, SCARD_READERSTATE *states, DWORD count);
LONG SCardConnect(SCARDCONTEXT context, LPCSTR reader, DWORD share, DWORD protocols, SCARDHANDLE *card,
                  LPDWORD protocol);
LONG SCardDisconnect(SCARDHANDLE card, DWORD disposition);
LONG SCardBeginTransaction(SCARDHANDLE card);
LONG SCardEndTransaction(SCARDHANDLE card, DWORD disposition);
LONG SCardStatus(SCARDHANDLE card, LPSTR reader, LPDWORD readerLength, LPDWORD state, LPDWORD protocol, LPBYTE atr,
                 LPDWORD atrLength);
LONG SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST *sendHeader, LPCBYTE command, DWORD commandLength,
                   SCARD_IO_REQUEST *receiveHeader, LPBYTE answer, LPDWORD answerLength);
LONG SCardControl(SCARDHANDLE card, DWORD code, LPCVOID input, DWORD inputLength, LPVOID output,
                  DWORD outputLength, LPDWORD written);

// The protocol header of T=0, T=1 and of a contactless card that the reader shows as T=1.
static inline const SCARD_IO_REQUEST *kiosk_pci_t0(void) { return &g_rgSCardT0Pci; }
static inline const SCARD_IO_REQUEST *kiosk_pci_t1(void) { return &g_rgSCardT1Pci; }
static inline const SCARD_IO_REQUEST *kiosk_pci_raw(void) { return &g_rgSCardRawPci; }
// The name of the calling thread in `ps -L`: 15 letters at the most.
static inline void kiosk_name_reader_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
#endif
