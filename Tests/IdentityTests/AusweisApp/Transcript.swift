// A transcript of a dialogue with AusweisApp: lines that go in and lines that come out, one file for each way a run can
// go. Tests feed the inputs to the dialogue and compare the whole; the scripted program of other tests plays the same files.
//
// `< JSON` what AusweisApp says, `! WORD …` what the person or the station does; `> JSON` what is sent, `~ NAME` what is
// waited for, `. …` how the run ended, `x CODE` the connection is given up, `= …` what is shown, where that changes.

import Foundation
import Identity
import Secrets
import Testing

struct Transcript {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/AusweisApp")

  static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  var lines: [String]

  init(_ name: String) throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent(name), encoding: .utf8)
    lines = text.split(separator: "\n").map(String.init)
  }

  var inputs: [String] { lines.filter { $0.hasPrefix("< ") || $0.hasPrefix("! ") } }

  static func event(_ line: String) throws -> AusweisEvent {
    if line.hasPrefix("< ") {
      return AusweisMessage(Array(line.dropFirst(2).utf8)).map { .message($0) } ?? .unreadable
    }
    let words = line.dropFirst(2).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch words[0] {
    case "connected": return .connected
    case "closed": return .closed
    case "accept": return .accept
    case "proceed": return .proceed
    case "cancel": return .cancel
    case "look": return .look
    case "rang": return .rang(try #require(AusweisDeadline(rawValue: words[1])))
    case "secret": return .secret(Secret(Array(words[1].utf8)))
    case "grant": return .grant(AccessRight(words[1]), words[2] == "on")
    case "begin": return .begin(words[1] == "pin" ? .changePIN : .authenticate(address: words[2]))
    default: throw Unknown(line: line)
    }
  }

  struct Unknown: Error { var line: String }
}

/// A dialogue that writes down what it does.
struct Written {
  var dialogue = AusweisDialogue()
  var effects: [AusweisEffect] = []

  mutating func take(_ event: AusweisEvent) -> [String] {
    let before = dialogue.view
    let new = dialogue.reduce(event)
    effects += new
    return new.map(Self.text) + (dialogue.view == before ? [] : ["= " + Self.text(dialogue.view)])
  }

  static func text(_ effect: AusweisEffect) -> String {
    switch effect {
    case .send(let command):
      "> "
        + command.encoded.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
    case .wait(let deadline): "~ " + (deadline?.rawValue ?? "nothing")
    case .ended(let ending): ". " + text(ending)
    case .disconnect(let failure): "x " + failure.code
    }
  }

  static func text(_ ending: AusweisEnding) -> String {
    switch ending {
    case .authenticated(let refresh): "authenticated \(refresh)"
    case .pinChanged: "pin changed"
    case .cancelled: "cancelled"
    case .failed(let failure): "failed \(failure.code)"
    case .pinUnclear(let failure): "pin unclear \(failure.code)"
    }
  }

  private static func text(_ notice: RetryLadder.Notice) -> String {
    if case .wrong(let entry) = notice { return "wrong \(entry.rawValue)" }
    return "\(notice)"
  }

  static func text(_ view: AusweisView) -> String {
    switch view {
    case .connecting: return "connecting"
    case .ready: return "ready"
    case .starting: return "starting"
    case .consent(let consent):
      let rights = consent.rights
      let optional = rights.optional.map { "\($0.name) \(rights.granted.contains($0) ? "on" : "off")" }
      let more = [
        rights.requiredAge.map { "age \($0)" }, rights.ageVerificationDate.map { "born by \($0)" },
        rights.transactionInfo.map { "info \($0)" }, consent.isSettled ? nil : "not settled",
      ].compactMap { $0 }
      return "consent \(consent.provider.subjectName) (\(consent.provider.purpose)): "
        + (rights.required.map(\.name) + optional + more).joined(separator: ", ")
    case .working(let progress): return "working" + (progress.map { " \($0)" } ?? "")
    case .card(let hint): return "card \(hint.rawValue)"
    case .secret(let request):
      let question = request.question
      return "secret \(request.kind.rawValue)" + (question.triesLeft.map { " tries \($0)" } ?? "")
        + " digits \(question.digits.lowerBound)-\(question.digits.upperBound)"
        + (request.isOnKeypad ? request.isKeypadActive ? " on the pad, now" : " on the pad" : "")
        + (question.notice == .none ? "" : ", " + text(question.notice))
    case .paused(let cause): return "paused \(cause)"
    case .cancelling: return "cancelling"
    case .closed(let failure): return "closed \(failure.code)"
    }
  }
}
