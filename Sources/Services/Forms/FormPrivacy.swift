// What of a form may be printed: which form, which page, how many answers, and never an answer. A log line, a trace or a
// failed precondition that prints one of these values says nothing about a person. Secrets of other kinds do not come
// here at all: a PIN never is an answer.

/// A value whose content is never printed.
public protocol FormPrivate: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension FormPrivate {
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension FormRun: FormPrivate {
  public var description: String { "FormRun(\(form.id), \(step), \(answers.count) answers)" }
}

extension FormRun.Input: FormPrivate {
  public var description: String {
    switch self {
    case .next: "next"
    case .back: "back"
    case .answer: "answer(…)"
    case .unreadable: "unreadable"
    case .change(let field): "change(\(field))"
    case .identified: "identified(…)"
    case .notIdentified: "notIdentified"
    case .typeInstead: "typeInstead"
    case .declare: "declare"
    case .sent: "sent"
    case .notSent: "notSent"
    case .end: "end"
    }
  }
}

extension FormAnswer: FormPrivate {
  public var description: String { "FormAnswer(…)" }
}

extension FormValue: FormPrivate {
  public var description: String { "FormValue(…)" }
}

extension PostalAddress: FormPrivate {
  public var description: String { "PostalAddress(…)" }
}

extension FormSubmission: FormPrivate {
  public var description: String { "FormSubmission(\(reference) to \(destination), …)" }
}
