// libqrencode, as far as Sources/Station/Paper calls it; nothing here decides anything.
#ifndef KIOSK_CQRCODE_H
#define KIOSK_CQRCODE_H
#include <qrencode.h>
#endif
