// Secrets of a command: from the environment, which forgets them at once, or from a prompt at the terminal without an
// echo. They become a Secret byte by byte and never a String; arguments are never looked at. What the command does not
// need is wiped unread; what it needs lives no longer than the command.

import Glibc
import Identity
import Secrets

/// What is asked of a person.
enum CardSecret: String, CaseIterable {
  case pin = "KIOSK_PIN"
  case can = "KIOSK_CAN"
  case puk = "KIOSK_PUK"
  case mrz = "KIOSK_MRZ"
  case newPIN = "KIOSK_NEW_PIN"

  init(_ password: CardPassword) {
    switch password {
    case .pin: self = .pin
    case .can: self = .can
    case .puk: self = .puk
    case .mrz: self = .mrz
    }
  }

  /// The most characters of any of them: a whole machine-readable zone with blanks and line ends.
  static let byteCountMax = 400

  /// The digits of a PIN that was never changed.
  static let transportDigits = 5

  func prompt(german: Bool) -> String {
    switch self {
    case .pin: "PIN: "
    case .can: german ? "CAN (6 Ziffern, Vorderseite): " : "CAN (6 digits, front of the card): "
    case .puk: german ? "PUK (10 Ziffern, PIN-Brief): " : "PUK (10 digits, PIN letter): "
    case .mrz:
      german
        ? "Nummer, Geburtsdatum, Ablaufdatum (oder die MRZ): "
        : "number, birth date, expiry date (or the MRZ): "
    case .newPIN: german ? "Neue PIN (6 Ziffern): " : "new PIN (6 digits): "
    }
  }

  /// The numbers of digits that are right; nil where the content is checked otherwise.
  func digitCounts(changesPIN: Bool) -> ClosedRange<Int>? {
    switch self {
    case .pin: changesPIN ? 5...6 : 6...6
    case .can, .newPIN: 6...6
    case .puk: 10...10
    case .mrz: nil
    }
  }
}

/// The secrets of one command.
final class CardSecrets {
  private var fromEnvironment: [CardSecret: Secret] = [:]
  private var tooLong: Set<CardSecret> = []
  private let language: Bool
  private let changesPIN: Bool

  /// Takes what the environment holds of `needed`, wipes all of it there, and forgets the variables: no child has them.
  init(german: Bool, needed: Set<CardSecret>, changesPIN: Bool = false) {
    language = german
    self.changesPIN = changesPIN
    for secret in CardSecret.allCases {
      guard let value = unsafe getenv(secret.rawValue) else { continue }
      let count = unsafe strlen(value)
      if needed.contains(secret), count > 0, count <= CardSecret.byteCountMax {
        fromEnvironment[secret] = unsafe Secret(count: count) { buffer in
          for index in 0..<count { unsafe buffer[index] = UInt8(bitPattern: value[index]) }
        }
      } else if count > 0 {
        tooLong.insert(secret)
      }
      unsafe explicit_bzero(value, count)
      _ = unsafe unsetenv(secret.rawValue)
    }
  }

  /// The CAN before a PIN's last try. Without it the failure is the card's state, not what was not typed.
  func getForLastTry() throws(CardCommandFailure) -> Secret {
    do throws(CardCommandFailure) {
      return try get(
        .can,
        warning: language
          ? "Es geht um den letzten Versuch der PIN; erst die CAN.\n"
          : "The PIN's last try is at stake; the CAN comes first.\n")
    } catch {
      if case .secretMissing = error.cause { throw CardCommandFailure(.password(.pinSuspended)) }
      throw error
    }
  }

  /// The secret, asked for at the terminal unless the environment had it.
  func get(_ which: CardSecret, warning: String = "") throws(CardCommandFailure) -> Secret {
    let secret: Secret
    if tooLong.contains(which) { throw tooLongFailure(which) }
    if let given = fromEnvironment.removeValue(forKey: which) {
      secret = given
    } else {
      switch Self.ask(warning + which.prompt(german: language)) {
      case .typed(let typed): secret = typed
      case .nothing: throw CardCommandFailure(.secretMissing(which.rawValue))
      case .tooLong: throw tooLongFailure(which)
      }
    }
    if let counts = which.digitCounts(changesPIN: changesPIN) {
      let digits = Self.digits(secret)
      guard counts.contains(digits) else {
        if which == .pin, digits == CardSecret.transportDigits {
          throw CardCommandFailure(.transportPIN(which.rawValue))
        }
        throw CardCommandFailure(.secretFormat(which.rawValue, counts))
      }
    }
    return secret
  }

  /// Longer than any secret of its kind.
  private func tooLongFailure(_ which: CardSecret) -> CardCommandFailure {
    guard let counts = which.digitCounts(changesPIN: changesPIN) else {
      return CardCommandFailure(.zone(.tooLong(.composite)))
    }
    return CardCommandFailure(.secretFormat(which.rawValue, counts))
  }

  private enum Asked {
    case typed(Secret)
    case nothing
    case tooLong
  }

  /// The number of digits; 0 if anything else is among them.
  private static func digits(_ secret: Secret) -> Int {
    secret.withSpan { span in span.indices.allSatisfy { (0x30...0x39).contains(span[$0]) } ? span.count : 0 }
  }

  /// Asks at the controlling terminal; nothing without one, at its end, and after Ctrl-C.
  private static func ask(_ prompt: String) -> Asked {
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return .nothing }
    defer { close(terminal) }
    var before = termios()
    guard unsafe tcgetattr(terminal, &before) == 0 else { return .nothing }
    var silent = before
    // Keys one by one, and no signal from them: the terminal gets its echo back whatever is pressed.
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    guard unsafe tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { return .nothing }
    defer { _ = unsafe tcsetattr(terminal, TCSAFLUSH, &before) }
    say(prompt, terminal)
    defer { say("\n", terminal) }
    var count = 0
    var isEnded = false
    let room = unsafe Secret(count: CardSecret.byteCountMax) { buffer in
      while count < buffer.count {
        var byte: UInt8 = 0
        guard unsafe read(terminal, &byte, 1) == 1 else { return }
        switch byte {
        case 0x0A, 0x0D:
          isEnded = true
          return
        case 0x03, 0x04: return
        case 0x08, 0x7F:
          count = max(0, count - 1)
        default:
          unsafe buffer[count] = byte
          count += 1
        }
      }
    }
    if !isEnded, count == CardSecret.byteCountMax { return .tooLong }
    guard isEnded, count > 0 else { return .nothing }
    return .typed(
      room.withSpan { span in
        unsafe Secret(count: count) { buffer in for index in 0..<count { unsafe buffer[index] = span[index] }
        }
      })
  }

  private static func say(_ text: String, _ descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
  }
}
