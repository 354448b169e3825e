// What a citizen's screen is told of an application that is being filled in, and what it may ask. What was typed goes to
// the station in the secret part of the frame; what is shown again (check page, a question that is changed) comes back
// in these values, which are personal, live in memory alone and are never logged.

public enum FormRequest: Codable, Equatable, Sendable {
  /// To the list of what can be applied for.
  case begin
  /// Index into the list.
  case choose(Int)
  /// To the next (+1) or previous (-1) part of the list.
  case turn(Int)
  /// Goes on from start, check and hand-over page.
  case next
  /// Without the ID card, where that is allowed.
  case typeInstead
  /// Agrees to what the card is read for, and by whom (`CardStage.consent`).
  case allowReading
  /// The secret part holds the answer: its parts (a date has day, month, year; an address street, house number, postcode,
  /// place), joined by 0x1F, UTF-8. Of a choice, and of yes and no, the number of the option from 1.
  case answer
  /// Leaves a question without an answer that needs none.
  case skip
  /// Index into the rows of the check page.
  case change(Int)
  /// Agrees to the declaration and sends.
  case declare
  /// On the last page: slip and reference number on paper.
  case print
}

/// Where a person stands in an application. Reading the card is `Stage.card` with the purpose `identity`.
public enum FormStage: Codable, Equatable, Sendable {
  case list(InfoList)
  case start(FormStart)
  case question(FormQuestion)
  case check(FormReview)
  case declaration(FormDeclaration)
  case sending(title: String)
  /// The keeper of applications does not answer: whether it is kept is not known, and nothing is sent again.
  case unclear(title: String, reference: String)
  case done(FormDone)
  case handOver(FormHandOver)
}

/// What one needs, how long it takes, what it costs (UX-2).
public struct FormStart: Codable, Equatable, Sendable {
  public var title: String
  public var summary: String
  /// The ID card is read first.
  public var needsCard: Bool
  /// It can be done without the card as well.
  public var canType: Bool
  /// The reader works; without it only typing is left.
  public var isReaderUsable: Bool
  /// What it may cost, by the rules of today.
  public var fees: [FormFee]
  /// How a slip can be had at the end: `open` where a printer is ready; nil: only on the screen.
  public var paper: ReceiptState?

  public init(
    title: String, summary: String, needsCard: Bool, canType: Bool, isReaderUsable: Bool, fees: [FormFee],
    paper: ReceiptState? = nil
  ) {
    self.title = title
    self.summary = summary
    self.needsCard = needsCard
    self.canType = canType
    self.isReaderUsable = isReaderUsable
    self.fees = fees
    self.paper = paper
  }
}

public struct FormFee: Codable, Equatable, Sendable {
  public var label: String
  public var cents: Int

  public init(label: String, cents: Int) {
    self.label = label
    self.cents = cents
  }
}

/// How an answer is given.
public enum FormEntry: Codable, Equatable, Sendable {
  /// Most characters.
  case text(max: Int)
  case digits(max: Int)
  case date
  case number(min: Int, max: Int)
  /// The options in words, 2 to 7.
  case choice([String])
  case yesNo
  case address
  case iban
  case email
  case phone
}

public struct FormQuestion: Codable, Equatable, Sendable {
  /// The form's title.
  public var title: String
  /// From 1 to `of`.
  public var number: Int
  public var of: Int
  /// The field's name: another question is another page.
  public var field: String
  public var label: String
  public var question: String
  public var why: String
  public var hint: String?
  public var entry: FormEntry
  public var isRequired: Bool
  /// What was answered before, part by part, to be changed; personal. Of a choice the number of the option from 1.
  public var typed: [String]
  /// What is wrong with the answer and how to put it right, in the session's language.
  public var mistake: String?

  public init(
    title: String, number: Int, of: Int, field: String, label: String, question: String, why: String,
    hint: String? = nil, entry: FormEntry, isRequired: Bool, typed: [String] = [], mistake: String? = nil
  ) {
    self.title = title
    self.number = number
    self.of = of
    self.field = field
    self.label = label
    self.question = question
    self.why = why
    self.hint = hint
    self.entry = entry
    self.isRequired = isRequired
    self.typed = typed
    self.mistake = mistake
  }
}

/// The check page (UX-13).
public struct FormReview: Codable, Equatable, Sendable {
  public struct Row: Codable, Equatable, Sendable {
    public var label: String
    /// Personal.
    public var value: String
    /// From the card: not to be changed by hand.
    public var isFixed: Bool

    public init(label: String, value: String, isFixed: Bool) {
      self.label = label
      self.value = value
      self.isFixed = isFixed
    }
  }

  public var title: String
  public var rows: [Row]
  public var fees: [FormFee]
  public var cents: Int
  /// A declaration follows; otherwise going on sends.
  public var hasDeclaration: Bool
  /// Nothing is sent from here: the form only prepares.
  public var isPreparation: Bool
  /// The last try could not be kept; nothing was sent.
  public var isNotSent: Bool

  public init(
    title: String, rows: [Row], fees: [FormFee], cents: Int, hasDeclaration: Bool, isPreparation: Bool,
    isNotSent: Bool = false
  ) {
    self.title = title
    self.rows = rows
    self.fees = fees
    self.cents = cents
    self.hasDeclaration = hasDeclaration
    self.isPreparation = isPreparation
    self.isNotSent = isNotSent
  }
}

public struct FormDeclaration: Codable, Equatable, Sendable {
  public var title: String
  public var text: String
  public var cents: Int
  public var isNotSent: Bool

  public init(title: String, text: String, cents: Int, isNotSent: Bool = false) {
    self.title = title
    self.text = text
    self.cents = cents
    self.isNotSent = isNotSent
  }
}

/// Kept, encrypted: the reference number and what happens next (UX-14).
public struct FormDone: Codable, Equatable, Sendable {
  public var title: String
  /// Two groups of four digits.
  public var reference: String
  public var next: String
  public var slip: FormSlip?
  /// `open` where a printer is ready; nil: not offered.
  public var paper: ReceiptState?

  public init(
    title: String, reference: String, next: String, slip: FormSlip? = nil, paper: ReceiptState? = nil
  ) {
    self.title = title
    self.reference = reference
    self.next = next
    self.slip = slip
    self.paper = paper
  }
}

/// What is to be paid, as one needs it for a transfer.
public struct FormSlip: Codable, Equatable, Sendable {
  public var payee: String
  /// In groups of four.
  public var iban: String
  public var cents: Int
  /// ISO 11649, in groups of four.
  public var reference: String
  /// The GiroCode; its text is empty.
  public var code: QRPicture?

  public init(payee: String, iban: String, cents: Int, reference: String, code: QRPicture? = nil) {
    self.payee = payee
    self.iban = iban
    self.cents = cents
    self.reference = reference
    self.code = code
  }
}

/// Prepared: where the application itself is made.
public struct FormHandOver: Codable, Equatable, Sendable {
  public var title: String
  public var text: String
  public var address: QRPicture
  public var paper: ReceiptState?

  public init(title: String, text: String, address: QRPicture, paper: ReceiptState? = nil) {
    self.title = title
    self.text = text
    self.address = address
    self.paper = paper
  }
}

/// Who wants to read the ID card, and what (TR-03124): to be agreed to before the PIN.
public struct CardConsent: Codable, Equatable, Sendable {
  /// The provider as its certificate names it.
  public var provider: String
  /// What is read: names of AusweisApp's access rights (`FamilyName`, `Address`), in their order.
  public var rights: [String]
  /// What it is read for, as the certificate says; empty: nothing.
  public var purpose: String

  public init(provider: String, rights: [String], purpose: String) {
    self.provider = provider
    self.rights = rights
    self.purpose = purpose
  }
}
