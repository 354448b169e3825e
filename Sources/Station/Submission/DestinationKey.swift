// Which key of a destination is taken to encrypt with, and which keys its signatures may be checked with: the rules of
// FIT-Connect for keys (docs.fitko.de, "Vorgaben für kryptographische Verfahren"), which hold for a file drop as well.

import Crypto
import Handover

struct DestinationKeyRules: Sendable {
  static let algorithm = "RSA-OAEP-256"
  static let signatureAlgorithm = "PS512"

  /// Under these a key's certificates must lead; nil: a key needs none.
  var roots: [X509Certificate]?

  /// The first key that is for encryption. Says why none is.
  func encryptionKey(
    among keys: [JSONValue], at day: CivilDay
  ) throws(SubmissionFault) -> (key: JWK, json: JSONValue) {
    var fault = SubmissionFault(.keyMissing, "the destination publishes no key with key_ops wrapKey")
    for json in keys where json["key_ops"]?.list == [.text("wrapKey")] {
      do throws(SubmissionFault) {
        return (try check(json, algorithm: Self.algorithm, at: day), json)
      } catch { fault = error }
    }
    throw fault
  }

  /// The key with this name, for signatures. `isOwn`: the delivery service publishes it itself over https, so that its
  /// certificates are checked where it has some.
  func verificationKey(
    named name: String, among keys: [JSONValue], isOwn: Bool, at day: CivilDay
  ) throws(SubmissionFault) -> JWK? {
    guard let json = keys.first(where: { $0["kid"]?.text == name }) else { return nil }
    guard json["key_ops"] == nil || json["key_ops"]?.list == [.text("verify")] else {
      throw SubmissionFault(.keyWrong, "the key \(name) is not for checking signatures")
    }
    return try check(
      json, algorithm: Self.signatureAlgorithm, needsCertificates: !isOwn || json["x5c"] != nil, at: day)
  }

  private func check(
    _ json: JSONValue, algorithm: String, needsCertificates: Bool = true, at day: CivilDay
  ) throws(SubmissionFault) -> JWK {
    let name = json["kid"]?.text ?? "without a name"
    do {
      let key = try JWK(json: Array(json.written.utf8))
      guard key.keyIdentifier?.isEmpty == false else {
        throw SubmissionFault(.keyWrong, "the key has no kid")
      }
      guard key.algorithm == algorithm else {
        throw SubmissionFault(.keyWrong, "the key \(name) is not for \(algorithm)")
      }
      guard key.bitCount >= JWK.destinationBitCountMin else {
        throw SubmissionFault(
          .keyWrong,
          "the key \(name) has \(key.bitCount) bits, at least \(JWK.destinationBitCountMin) are needed")
      }
      if let roots, needsCertificates {
        try X509Chain.check(try X509Chain.certificates(of: json), of: key, under: roots, at: CivilDate(day))
      }
      return key
    } catch let fault as SubmissionFault {
      throw fault
    } catch {
      throw SubmissionFault(.keyWrong, "the key \(name): \(error)")
    }
  }
}
