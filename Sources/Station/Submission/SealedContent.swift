// From a confirmed application to ciphertext, in one step and in memory alone. What was answered stands in values that wipe
// themselves; what comes out can be opened by the owner of the key and by nobody else.

import Crypto
import Secrets

enum Sealing {
  /// The longest application in bytes: four times this is below the longest file of the spool.
  static let dataBytesMax = 192 << 10

  /// `metadata` is made from the digest of the data, where the way has some.
  static func seal(
    _ application: Application, to key: JWK, chance: Chance,
    metadata: ((_ sha512: String) -> Secret)? = nil
  ) throws(SubmissionFault) -> SpoolEntry.Content {
    guard application.data.count <= dataBytesMax else {
      throw SubmissionFault(.spool, "the application has more than \(dataBytesMax) bytes")
    }
    do throws(JOSEFault) {
      var sealed: String?
      if let metadata {
        let digest = HashAlgorithm.sha512.digest(of: application.data)
        let text = digest.withSpan { span in span.indices.map { span[$0] } }
        sealed = try JWE.encrypt(
          metadata(Hex.encode(text)), to: key, contentType: "application/json", chance: chance)
      }
      return SpoolEntry.Content(
        metadata: sealed,
        data: try JWE.encrypt(application.data, to: key, contentType: "application/json", chance: chance))
    } catch {
      throw SubmissionFault(.keyWrong, error.description)
    }
  }

  /// The authentication tag of a compact JWE (its last part), by which FIT-Connect names what it has received.
  static func tag(of text: String) -> String {
    String(text[text.index(after: text.lastIndex(of: ".") ?? text.startIndex)...])
  }
}
