// What the doctor wants to know of a destination's files, without starting anything.

import Crypto
import Handover

public enum SubmissionLook {
  private static let limits = JSONValue.Limits(byteCountMax: 65_536, depthMax: 4, valueCountMax: 256)

  /// What is wrong with the public key of a file drop; nil: it can be used.
  public static func wrong(publicKey text: String) -> String? {
    guard let json = JSONValue(text.utf8, within: limits) else { return "it is no JSON" }
    do throws(SubmissionFault) {
      _ = try DestinationKeyRules().encryptionKey(among: [json], at: CivilDay(number: 0))
      return nil
    } catch { return error.detail }
  }
}
