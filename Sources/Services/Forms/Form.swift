// What a form is, as a value: fields in their order, when each is asked, what it costs, who is asked for identification
// and where the answers go. It holds no text: texts stand under keys that follow from the names here.

/// One application, or the preparation of one that another authority must receive itself.
public struct Form: Equatable, Sendable {
  /// The most fields of a form.
  public static let fieldsMax = 40

  public enum Kind: Equatable, Sendable {
    /// Its answers are submitted to `destination`, a name that Kiosk.conf resolves.
    case application(destination: String)
    /// Nothing is submitted: the citizen is prepared and handed over to that address (as §30c BZRG wants it).
    case preparation(handOver: String)
  }

  /// Who the applicant is, and how the town may learn it.
  public enum Identification: String, CaseIterable, Sendable {
    /// Nobody needs to know.
    case none
    /// By typing alone.
    case typed
    /// With the ID card alone.
    case card
    /// With the ID card, or by typing.
    case cardOrTyped = "card_or_typed"
  }

  /// `a-z`, digits and `-`; the name of the file too.
  public var id: String
  /// Grows when a field changes its meaning; stands in each submission.
  public var version: Int
  public var kind: Kind
  /// The key of the service in the catalogue of all administrations (LeiKa): 99 and 12 digits; nil where the town has
  /// not assigned one.
  public var leika: String?
  public var identification: Identification
  /// Whether the applicant declares something before the answers go out.
  public var hasDeclaration: Bool
  public var fields: [FormField]
  public var fees: [FormFeeRule]
  /// How a preparation can go on; none: by its one text, at its address.
  public var ways: [FormWay]

  public init(
    id: String, version: Int, kind: Kind, leika: String?, identification: Identification,
    hasDeclaration: Bool,
    fields: [FormField], fees: [FormFeeRule], ways: [FormWay] = []
  ) {
    self.id = id
    self.version = version
    self.kind = kind
    self.leika = leika
    self.identification = identification
    self.hasDeclaration = hasDeclaration
    self.fields = fields
    self.fees = fees
    self.ways = ways
  }

  /// The field of that name.
  public func field(_ id: String) -> FormField? { fields.first { $0.id == id } }

  /// What of the ID card is asked for: what a field needs, and nothing else.
  public var attributes: [EIDAttribute] {
    let needed = Set(fields.compactMap(\.attribute))
    return EIDAttribute.allCases.filter(needed.contains)
  }

  /// The keys of the texts that every language must have, in the order of the form.
  public var textKeys: [String] {
    var keys = ["form.title", "form.summary", "form.next"]
    if hasDeclaration { keys.append("form.declaration") }
    if case .preparation = kind, ways.isEmpty { keys.append("form.hand_over") }
    for field in fields {
      keys += ["label", "question", "why"].map { "\(field.id).\($0)" }
      if case .choice(let options) = field.type { keys += options.map { "\(field.id).options.\($0)" } }
    }
    var names: [String] = []
    for fee in fees where !names.contains(fee.name) { names.append(fee.name) }
    return keys + names.map { "fee.\($0)" } + ways.map(\.textKey)
  }

  /// The keys that a language may have besides.
  public var optionalTextKeys: [String] { fields.map { "\($0.id).hint" } }
}

/// One question.
public struct FormField: Equatable, Sendable {
  public var id: String
  public var type: FormFieldType
  public var isRequired: Bool
  /// All of them must hold, else the field is not asked; none: it is always asked.
  public var conditions: [FormCondition]
  /// What of the ID card answers it.
  public var attribute: EIDAttribute?

  public init(
    id: String, type: FormFieldType, isRequired: Bool = true, conditions: [FormCondition] = [],
    attribute: EIDAttribute? = nil
  ) {
    self.id = id
    self.type = type
    self.isRequired = isRequired
    self.conditions = conditions
    self.attribute = attribute
  }
}

/// What an answer is, with its rules.
public enum FormFieldType: Equatable, Sendable {
  /// Lengths in characters.
  case text(length: ClosedRange<Int>, digitsOnly: Bool)
  /// Nil: no limit on that side beyond the years 1900 to 2199.
  case date(DateRange)
  case number(ClosedRange<Int>)
  /// 2 to 7 names of options.
  case choice([String])
  case yesNo
  case address
  case iban
  case email
  case phone

  /// The names of the answers that a condition may ask for; nil where it cannot.
  var domain: [String]? {
    switch self {
    case .choice(let options): options
    case .yesNo: ["yes", "no"]
    default: nil
    }
  }

  /// How many parts one types: day, month, year; street, house number, postcode, place; one else.
  public var partCount: Int {
    switch self {
    case .date: 3
    case .address: 4
    default: 1
    }
  }

  /// The name in a form's file and in a submission.
  public var name: String {
    switch self {
    case .text: "text"
    case .date: "date"
    case .number: "number"
    case .choice: "choice"
    case .yesNo: "yes_no"
    case .address: "address"
    case .iban: "iban"
    case .email: "email"
    case .phone: "phone"
    }
  }

  static let names = ["text", "date", "number", "choice", "yes_no", "address", "iban", "email", "phone"]

  /// Where a day must lie, seen from the day of the application.
  public enum DateRange: String, CaseIterable, Sendable {
    case any
    /// Today or before.
    case past
    /// Today or later.
    case future
  }
}

/// `field = a | b`: holds when the field is asked and has one of these answers.
public struct FormCondition: Equatable, Sendable {
  public var field: String
  public var values: [String]

  public init(field: String, values: [String]) {
    self.field = field
    self.values = values
  }
}

/// What the ID card can say (data groups of TR-03110-4 that a town may read).
public enum EIDAttribute: String, CaseIterable, Sendable {
  case familyName = "family_name"
  case givenNames = "given_names"
  case birthName = "birth_name"
  case birthDate = "birth_date"
  case birthPlace = "birth_place"
  case doctoralDegree = "doctoral_degree"
  case nationality
  case address

  /// The name of the type of field that it fits.
  var typeName: String {
    switch self {
    case .birthDate: "date"
    case .address: "address"
    default: "text"
    }
  }
}
