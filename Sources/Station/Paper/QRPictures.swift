// A QR code as the screen is told of it. Where a text makes no code, the words for people stay: they are what counts.

import Messages

extension QRCode {
  /// - Parameters:
  ///   - text: what a telephone reads: an address, a GiroCode.
  ///   - shown: what a person types or reads instead.
  /// - Returns: with a side of 0 where no code can be made of `text`.
  public static func picture(_ text: String, _ level: Level = .medium, shown: String) -> QRPicture {
    guard let code = try? modules(text, level) else { return QRPicture(side: 0, modules: "", text: shown) }
    return QRPicture(
      side: code.side, modules: String(decoding: code.isDark.map { $0 ? 0x31 : 0x30 }, as: UTF8.self),
      text: shown)
  }
}
