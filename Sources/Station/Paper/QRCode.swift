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

  /// The smallest code that holds the UTF-8 bytes of `text` and nothing else: byte mode, no change of character set, as
  /// EPC069-12 wants it and as telephones read it.
  /// - Parameter versionMax: the largest version that will do, 1 to 40.
  public static func modules(
    _ text: String, _ level: Level = .medium, versionMax: Int = giroVersionMax
  ) throws(Fault) -> QRModules {
    precondition(versions.contains(versionMax), "no version \(versionMax)")
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    // Beyond 2,953 bytes no version holds it at all; the library's counts are 32 bits wide.
    guard bytes.count <= 2_953 else { throw .tooLong(bytes: bytes.count, versionMax: versionMax) }
    let correction = level == .low ? QR_ECLEVEL_L : QR_ECLEVEL_M
    let made = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe QRcode_encodeData(Int32(buffer.count), buffer.baseAddress, 0, correction)
    }
    guard let made = unsafe made else {
      if errno == ERANGE { throw .tooLong(bytes: bytes.count, versionMax: versionMax) }
      throw .failed
    }
    defer { unsafe QRcode_free(made) }
    let version = Int(unsafe made.pointee.version)
    let side = Int(unsafe made.pointee.width)
    guard let data = unsafe made.pointee.data, versions.contains(version), side == 17 + 4 * version else {
      throw .failed
    }
    guard version <= versionMax else { throw .tooLong(bytes: bytes.count, versionMax: versionMax) }
    // Bit 0 of a module's byte says whether it is dark; the others say what it is part of.
    let isDark = (0..<side * side).map { unsafe data[$0] & 1 == 1 }
    return QRModules(side: side, isDark: isDark)
  }
}
