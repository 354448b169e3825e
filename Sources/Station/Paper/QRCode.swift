// A QR code as a value: which modules are dark. The only file that knows libqrencode; how a code is drawn, on paper or on
// a screen, is decided elsewhere. The quiet zone belongs to the drawing and is not part of the value.

import CQRCode
import Glibc

/// The modules of one QR code (ISO/IEC 18004), without its quiet zone.
public struct QRModules: Hashable, Sendable {
  /// Modules on a side, 21 to 177.
  public let side: Int
  /// Row by row from the top left, `side` x `side`; true is dark.
  public let isDark: [Bool]
}

public enum QRCode {
  /// How much of the code may be hidden or spoilt: some 7 %, some 15 %.
  public enum Level: Hashable, Sendable {
    case low, medium
  }

  /// Why there is no code.
  public enum Fault: Error, Equatable, Sendable {
    case empty
    /// The text has more bytes than a code of `versionMax` holds; their number.
    case tooLong(bytes: Int, versionMax: Int)
    /// The library had no memory, or answered with something that is no code.
    case failed
  }

  /// The quiet zone that must stay light on all four sides, in modules (ISO/IEC 18004, 5.3.8).
  public static let quietModules = 4
  /// The largest version that a GiroCode may have (EPC069-12, "version 13"), level M: 331 bytes.
  public static let giroVersionMax = 13
  /// Versions that the standard knows.
  public static let versions = 1...40

  /// The smallest code that holds the UTF-8 bytes of `text`, in byte mode. Where they are more than ASCII the code says that
  /// they are UTF-8 (ECI 26), since readers guess otherwise, and some wrongly; only where that needs a version too large it
  /// does not. Plain ASCII stays without: some hand scanners hand the mark on as text.
  /// - Parameter versionMax: the largest version that will do, 1 to 40.
  public static func modules(
    _ text: String, _ level: Level = .medium, versionMax: Int = giroVersionMax
  ) throws(Fault) -> QRModules {
    precondition(versions.contains(versionMax), "no version \(versionMax)")
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    let tooLong = Fault.tooLong(bytes: bytes.count, versionMax: versionMax)
    // Beyond this no version holds it at all; the library's counts are 32 bits wide.
    guard bytes.count <= byteCountMax else { throw tooLong }
    if !bytes.allSatisfy({ $0 < 0x80 }), let marked = try encode(bytes, level, isMarked: true, versionMax) {
      return marked
    }
    guard let code = try encode(bytes, level, isMarked: false, versionMax) else { throw tooLong }
    return code
  }

  /// The most bytes that a code holds: version 40, level L.
  static let byteCountMax = 2_953
  /// UTF-8 among the character sets that a code can name (AIM ECI).
  private static let utf8: UInt32 = 26

  /// - Returns: nil where it does not fit into `versionMax`.
  private static func encode(
    _ bytes: [UInt8], _ level: Level, isMarked: Bool, _ versionMax: Int
  ) throws(Fault) -> QRModules? {
    guard let input = unsafe QRinput_new2(0, level == .low ? QR_ECLEVEL_L : QR_ECLEVEL_M) else {
      throw .failed
    }
    defer { unsafe QRinput_free(input) }
    if isMarked, unsafe QRinput_appendECIheader(input, utf8) != 0 { throw .failed }
    let isTaken = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe QRinput_append(input, QR_MODE_8, Int32(buffer.count), buffer.baseAddress) == 0
    }
    guard isTaken else { throw .failed }
    guard let made = unsafe QRcode_encodeInput(input) else {
      if errno == ERANGE { return nil }
      throw .failed
    }
    defer { unsafe QRcode_free(made) }
    let version = Int(unsafe made.pointee.version)
    let side = Int(unsafe made.pointee.width)
    guard let data = unsafe made.pointee.data, versions.contains(version), side == 17 + 4 * version else {
      throw .failed
    }
    guard version <= versionMax else { return nil }
    // Bit 0 of a module's byte says whether it is dark; the others say what it is part of.
    let isDark = (0..<side * side).map { unsafe data[$0] & 1 == 1 }
    return QRModules(side: side, isDark: isDark)
  }
}
