// The seam under everything that speaks to a card: bytes of a command go, bytes of an answer come. PC/SC, the tests'
// scripted cards and the simulated card stand behind it. It knows no secure messaging and no meaning of any byte.

/// A way to one card that lies there now. Calls block, for a finite time; they come from the card's own thread.
public protocol CardTransport: AnyObject {
  /// Sends one command APDU (ISO 7816-3 section 12: header, Lc, data, Le) and waits for the answer: data, SW1, SW2.
  ///
  /// An answer shorter than two bytes is `CardError.transport(.malformedAnswer)`. Nothing is ever sent twice.
  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8]

  /// The longest command in bytes that reader and card are known to take; 261 means short APDUs only.
  var commandByteCountMax: Int { get }

  /// The reader's own PIN pad, if it has one (PC/SC part 10 AMD 1, TR-03119): then no secret is typed at the screen.
  var pinPad: (any PinPad)? { get }
}

/// The longest short command: 4 bytes of header, Lc, 255 bytes, Le.
public let shortCommandByteCountMax = 261
