// What is handed over: kinds of documents, and what must lie in a compartment together.

/// A kind of document that an order may name.
public enum DocumentKind: UInt8, Hashable, Sendable, CaseIterable {
  /// Passport (Reisepass); lies alone.
  case passport = 1
  /// ID card (Personalausweis); lies with its letter of the blocking password (Sperrkennwort).
  case idCard = 2
  /// ID card of a person under 16; lies alone, since it has no online function.
  case under16Card = 3
  /// Residence permit (Aufenthaltstitel); lies with its letter of the blocking password.
  case residencePermit = 4
  /// Driving licence (Führerschein); lies alone.
  case drivingLicence = 5

  /// The word used in files, JSON and text keys.
  public var name: String {
    switch self {
    case .passport: "passport"
    case .idCard: "id_card"
    case .under16Card: "under16_card"
    case .residencePermit: "residence_permit"
    case .drivingLicence: "driving_licence"
    }
  }

  public init?(name: some StringProtocol) {
    guard let kind = DocumentKind.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// The parts that this document consists of when it is complete.
  public var parts: [DocumentPart] {
    switch self {
    case .passport, .under16Card, .drivingLicence: [.document]
    case .idCard, .residencePermit: [.document, .passwordLetter]
    }
  }
}

/// One thing of a document set.
public enum DocumentPart: UInt8, Hashable, Sendable, CaseIterable {
  case document = 1
  /// The letter with the blocking password (Sperrkennwort-Brief).
  case passwordLetter = 2

  public var name: String {
    switch self {
    case .document: "document"
    case .passwordLetter: "password_letter"
    }
  }
}

/// A document set (Ausweissatz): what must lie in one compartment together.
public struct DocumentSet: Hashable, Sendable {
  /// Bounds of an order: at least one document, at most as many as a large compartment takes.
  public static let countRange = 1...8

  public var documents: [DocumentKind]

  public init(_ documents: [DocumentKind]) {
    self.documents = documents
  }

  /// Everything that must lie inside, in the order of the documents.
  public var parts: [Part] {
    documents.enumerated().flatMap { index, kind in
      kind.parts.map { Part(index: index, kind: kind, part: $0) }
    }
  }

  /// What is missing when only `present` lies inside. The set is complete when nothing is missing and nothing is
  /// there that does not belong to it.
  public func missing(present: [Part]) -> [Part] {
    parts.filter { !present.contains($0) }
  }

  public func isComplete(present: [Part]) -> Bool {
    present.count == parts.count && missing(present: present).isEmpty
  }

  /// One thing of the set: which document it belongs to, and which part of it.
  public struct Part: Hashable, Sendable {
    public var index: Int
    public var kind: DocumentKind
    public var part: DocumentPart

    public init(index: Int, kind: DocumentKind, part: DocumentPart) {
      self.index = index
      self.kind = kind
      self.part = part
    }
  }
}
