// Whom to believe: the countries' signing authorities (CSCA) that a town has put on its disk, with the day that the
// collection is of, and revocation lists if there are any. It fetches nothing and believes no certificate that comes
// with a card.

/// The trusted authorities.
public struct TrustStore: Sendable {
  /// Certificates of authorities, self-signed ones and links, each trusted by being here.
  public let authorities: [X509Certificate]
  /// Revocation lists; those that no authority here has signed count for nothing.
  public let revocationLists: [X509RevocationList]
  /// The day that the collection is of.
  public let date: CivilDate
  /// Where that day comes from.
  public let dateSource: DateSource
  /// Certificates of the collection that could not be read, such as those with curves that nobody else uses.
  public let unreadableCount: Int

  public enum DateSource: String, Sendable {
    /// The signer of a master list stated it.
    case signed
    /// The file's own date: when it was put there, or made.
    case file
  }

  /// What a certificate is to be used for.
  enum Purpose {
    case documentSigner
    case masterListSigner
  }

  public init(
    authorities: [X509Certificate], date: CivilDate, dateSource: DateSource = .file,
    revocationLists: [X509RevocationList] = [], unreadableCount: Int = 0
  ) {
    self.authorities = authorities
    self.revocationLists = revocationLists
    self.date = date
    self.dateSource = dateSource
    self.unreadableCount = unreadableCount
  }

  /// Whole days between the collection's day and `day`; never negative.
  public func ageDays(at day: CivilDate) -> Int { max(0, day.number - date.number) }

  /// Whether the collection is older than that: documents of newer authorities would be refused.
  public func isOlder(thanDays days: Int, at day: CivilDate) -> Bool { ageDays(at: day) > days }

  /// The authority that issued a document signer's certificate, after all checks of ICAO 9303-12 that a day can decide:
  /// - the signature holds under the authority's key;
  /// - the authority may issue certificates, the signer may sign, and not the other way round;
  /// - `day` lies within the validity of both certificates;
  /// - the signer's validity begins while the authority's private key was in use (privateKeyUsagePeriod, where
  ///   the authority states one) and while the authority's certificate was valid;
  /// - no revocation list of the authority names the certificate.
  ///
  /// The signer's own privateKeyUsagePeriod is not judged: a document does not prove the day of its signature.
  public func authority(
    overDocumentSigner signer: X509Certificate, at day: CivilDate
  ) throws(X509Fault) -> X509Certificate {
    try authority(over: signer, at: day, purpose: .documentSigner)
  }

  func authority(
    over certificate: X509Certificate, at day: CivilDate, purpose: Purpose
  ) throws(X509Fault) -> X509Certificate {
    guard !certificate.isAuthority, certificate.allows(X509Certificate.digitalSignature) else {
      throw .rights
    }
    let isListSigner = certificate.extendedKeyUsage.contains(Self.masterListSigning)
    guard isListSigner == (purpose == .masterListSigner) else { throw .rights }
    var fault = X509Fault.unknownIssuer
    for authority in authorities where certificate.namesIssuer(authority) {
      do {
        try certificate.checkSignature(by: authority)
      } catch {
        if fault == .unknownIssuer { fault = error }
        continue
      }
      do {
        try check(certificate, under: authority, at: day)
        return authority
      } catch {
        // The same key may stand here twice, renewed: another certificate of it may still hold.
        fault = error
      }
    }
    throw fault
  }

  private func check(
    _ certificate: X509Certificate, under authority: X509Certificate, at day: CivilDate
  ) throws(X509Fault) {
    guard authority.isAuthority, authority.allows(X509Certificate.certificateSigning) else { throw .rights }
    for one in [certificate, authority] {
      guard one.notBefore <= day else { throw .notYetValid }
      guard day <= one.notAfter else { throw .expired }
    }
    let from = max(authority.notBefore, authority.signsFrom ?? authority.notBefore)
    let until = min(authority.notAfter, authority.signsUntil ?? authority.notAfter)
    guard certificate.notBefore >= from else { throw .notYetValid }
    guard certificate.notBefore <= until else { throw .expired }
    for list in revocationLists where list.revokes(certificate, of: authority) { throw .revoked }
  }

  /// id-icao-cscaMasterListSigningKey (ICAO 9303-12 section 7.1.2).
  static let masterListSigning = "2.23.136.1.1.3"
}

extension CivilDate {
  /// Days since 1970-01-01.
  public var number: Int {
    // Years begin in March here, so that the leap day is the last one (Howard Hinnant's days_from_civil).
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The day of that number; nil outside the years 1 to 9999.
  public init?(number: Int) {
    guard (-719_162...2_932_896).contains(number) else { return nil }
    let shifted = number + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    let month = march < 10 ? march + 3 : march - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * march + 2) / 5 + 1)
  }
}
