// `[notices]`: how people are told. E-mail leaves through sendmail, SMS through a command of the town's; what is not set
// up is not sent, and those whom nothing reaches are listed for a letter.

public struct NoticeSettings: Equatable, Sendable {
  /// What is done when nobody knows whether a message was accepted.
  public enum AfterUnknown: String, Sendable, CaseIterable { case ask, resend }
  public enum Way: String, Sendable, CaseIterable { case sms, email }

  /// The sender of e-mails; nil: none are sent.
  public var emailFrom: String?
  public var sendmail: String
  /// Path and arguments; empty: no SMS are sent.
  public var smsCommand: [String]
  public var prefer: Way
  public var attemptsMax: Int
  public var daysMax: Int
  public var retrySeconds: Int
  public var timeoutSeconds: Int
  public var perMinuteMax: Int
  public var emailAfterUnknown: AfterUnknown
  public var smsAfterUnknown: AfterUnknown
  /// No SMS from the first to the second full hour; equal: at any time.
  public var quietFromHour: Int
  public var quietUntilHour: Int

  init(_ section: Section) {
    let from = section.text("email_from")
    emailFrom = from.isEmpty ? nil : from
    sendmail = section.text("sendmail")
    smsCommand = section.texts("sms_command")
    prefer = section.word("prefer")
    attemptsMax = section.integer("attempts_max")
    daysMax = section.integer("days_max")
    retrySeconds = section.integer("retry_seconds")
    timeoutSeconds = section.integer("timeout_seconds")
    perMinuteMax = section.integer("per_minute_max")
    emailAfterUnknown = section.word("email_after_unknown")
    smsAfterUnknown = section.word("sms_after_unknown")
    quietFromHour = section.integer("sms_quiet_from_hour")
    quietUntilHour = section.integer("sms_quiet_until_hour")
  }
}

extension StationSchema {
  static let notices = TableRule(keys: [
    KeyRule("email_from", .text(0...200, .line), default: .text("")),
    KeyRule("sendmail", .text(1...200, .path), default: .text("/usr/sbin/sendmail")),
    KeyRule("sms_command", .texts(0...16, each: 1...200), default: .array([])),
    KeyRule("prefer", .word(["sms", "email"]), default: .text("sms")),
    KeyRule("attempts_max", .integer(1...100, unit: "attempts"), default: .integer(12)),
    KeyRule("days_max", .integer(1...30, unit: "days"), default: .integer(3)),
    KeyRule("retry_seconds", .integer(1...3_600, unit: "seconds"), default: .integer(60)),
    KeyRule("timeout_seconds", .integer(1...600, unit: "seconds"), default: .integer(60)),
    KeyRule("per_minute_max", .integer(1...600, unit: "messages"), default: .integer(30)),
    KeyRule("email_after_unknown", .word(["ask", "resend"]), default: .text("resend")),
    KeyRule("sms_after_unknown", .word(["ask", "resend"]), default: .text("ask")),
    KeyRule("sms_quiet_from_hour", .integer(0...23, unit: "o'clock"), default: .integer(21)),
    KeyRule("sms_quiet_until_hour", .integer(0...23, unit: "o'clock"), default: .integer(7)),
  ])
}

func checkNotices(_ notices: Section, into list: inout MistakeList) {
  let from = notices.path("email_from")
  if list.isSound(from), !isAddress(notices.text("email_from")) {
    list.add(from, "is no e-mail address", "write name@example.org, or \"\" to send none")
  }
  let command = notices.path("sms_command")
  if list.isSound(command), let first = notices.texts("sms_command").first, !first.hasPrefix("/") {
    list.add(
      command, "does not begin with the path of a program", "write [\"/path/of/program\", \"argument\", …]")
  }
}

private func isAddress(_ text: String) -> Bool {
  if text.isEmpty { return true }
  let parts = text.split(separator: "@", omittingEmptySubsequences: false)
  let allowed = { (character: Character) in
    character.isASCII && (character.isLetter || character.isNumber || "._-+".contains(character))
  }
  return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(allowed) }
}
