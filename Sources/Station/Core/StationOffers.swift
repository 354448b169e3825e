// What the idle screen offers now: by what the station is set up for, what works, and the town's opening rules.

import Messages

extension StationCore {
  var offers: [Offer] {
    (outage == nil ? [Offer(.pickup)] : [])
      + (isReaderUsable && setup.welcome.hasCardPIN ? [Offer(.cardPIN)] : [])
  }
}
