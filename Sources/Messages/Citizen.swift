// What a citizen screen may ask of the station. Codes, numbers and birth dates are not in here: they travel in the
// secret part of the frame. Nothing here opens a door by number; the station knows whose door it is.

public enum CitizenRequest: Codable, Equatable, Sendable {
  /// First on every connection.
  case hello(version: Int)
  /// BCP 47 tag of an offered language.
  case language(String)
  case beginPickup
  /// The secret part holds what was typed as phone or letter number.
  case number
  /// The secret part holds the digits of the pickup code.
  case code
  /// Indices into `Stage.waiting`.
  case choose([Int])
  /// The secret part holds the birth date, ISO 8601 (`1985-03-17`).
  case birthDate
  /// Birth date, or the old passport at the reader.
  case chooseFactor(SecondFactor)
  /// The secret part holds what opens the old passport's chip: its six-digit CAN, its second line (44 characters), or
  /// number, birth date and date of expiry (9, 6 and 6 characters, as its lines write them).
  case passportKey
  /// The service "PIN of my ID card".
  case beginCardPIN
  case choosePinTask(PinTask)
  /// The secret part holds the secret that the page asks for.
  case cardSecret
  /// The secret part holds six digits, typed twice at the screen.
  case newPIN
  /// The card's page that ended badly: once more from the start.
  case cardAgain
  /// The town's information.
  case info(InfoRequest)
  /// Applications.
  case form(FormRequest)
  /// Status of an ordered document.
  case documentStatus(StatusRequest)
  /// To the page with contact and appointment.
  case contact
  /// Whether the PIN letter came.
  case answerPinLetter(Bool)
  /// Whether the old document is here.
  case answerOldDocument(Bool)
  /// "I do not have the old one any more", in the words that were shown.
  case declareLoss
  /// "Keep it longer" of the set at hand: asks for the page that says until when.
  case askExtension
  case confirmExtension
  /// "Open compartment".
  case open
  /// The door did not move: open it once more.
  case tryAgain
  /// "The door is stuck" or "it does not open": gives up and calls staff.
  case reportStuck
  case answerTaken(Bool)
  /// The set is taken; whether the old document lies in the compartment now.
  case answerTakenWithOld(laidIn: Bool)
  /// On the result page: how the receipt is wanted. None needs no request. On the page of what is too late, `print`: where
  /// it is now.
  case receipt(ReceiptWay)
  case moreTime
  /// A key was pressed (which one is not said): the silent idle time starts anew, the other times run on. A screen
  /// sends it at most every 5 s, since the station sees nothing of what is being typed (AX-51).
  case active
  /// From a result to the next waiting document.
  case next
  case back
  /// Ends the session and wipes it. Ignored while a door is open.
  case end
}

/// What the station says to a citizen screen.
public enum CitizenReply: Codable, Equatable, Sendable {
  case welcome(Welcome)
  case snapshot(Snapshot)
  case refused(Refused)
}

/// What does not change while a screen is connected: texts, town, theme, wall.
public struct Welcome: Codable, Equatable, Sendable {
  public var version: Int
  public var town: String
  /// "dark", "light" or "high-contrast".
  public var theme: String
  /// Offered languages in the order of the row on the idle screen.
  public var languages: [String]
  /// Language tag -> text key -> template.
  public var texts: [String: [String: String]]
  public var wall: Wall
  public var counter: CounterInfo
  /// How long too many wrong tries lock, minutes: said before they are used up (AX-53).
  public var lockMinutes: Int
  /// The service "PIN of my ID card" is set up; whether it can be had now, the reader says.
  public var hasCardPIN: Bool

  public init(
    version: Int, town: String, theme: String, languages: [String], texts: [String: [String: String]],
    wall: Wall,
    counter: CounterInfo, lockMinutes: Int, hasCardPIN: Bool = true
  ) {
    self.version = version
    self.town = town
    self.theme = theme
    self.languages = languages
    self.texts = texts
    self.wall = wall
    self.counter = counter
    self.lockMinutes = lockMinutes
    self.hasCardPIN = hasCardPIN
  }
}

/// The wall as a picture needs it.
public struct Wall: Codable, Equatable, Sendable {
  public var rows: Int
  public var columns: Int
  public var compartments: [Place]

  public init(rows: Int, columns: Int, compartments: [Place]) {
    self.rows = rows
    self.columns = columns
    self.compartments = compartments
  }

  public struct Place: Codable, Equatable, Sendable {
    public var number: Int
    /// From 1, counted from the top left.
    public var row: Int
    public var column: Int

    public init(number: Int, row: Int, column: Int) {
      self.number = number
      self.row = row
      self.column = column
    }
  }
}

/// Where people are: the counter that keeps late documents and answers questions.
public struct CounterInfo: Codable, Equatable, Sendable {
  public var name: String
  public var address: String
  public var hours: [String]
  public var phone: String

  public init(name: String, address: String, hours: [String], phone: String) {
    self.name = name
    self.address = address
    self.hours = hours
    self.phone = phone
  }
}
