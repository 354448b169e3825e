// What the flow shows at its moment: the page of the screen, or of what lies over it, and when it changes by time alone.

import Messages
import Terminal

extension CitizenFlow {
  var isWarning: Bool { snapshot?.timer?.kind == .warning && overlay != .warningSeen }

  var context: ScreenContext? {
    guard let welcome, let snapshot else { return nil }
    return ScreenContext(
      welcome: welcome, snapshot: snapshot, now: now, timerEnd: timerEnd, isDemo: isDemo, keyNames: keyNames,
      trace: trace,
      isWaiting: waitingSince.map { now - $0 >= Self.answerMillisecondsQuiet } ?? false)
  }

  /// Milliseconds until the page changes by time alone: a countdown steps, an answer is late, help closes. Nil when
  /// nothing on the page depends on time.
  public var millisecondsToNextStep: Int64? {
    var steps: [Int64] = []
    if let timerEnd, timerEnd > now { steps.append((timerEnd - now - 1) % 1000 + 1) }
    if let waitingSince {
      for limit in [Self.answerMillisecondsQuiet, Self.answerMillisecondsMax] {
        let left = waitingSince + limit - now
        if left > 0 { steps.append(left) }
      }
    }
    if timerEnd == nil && overlay != nil { steps.append(max(1, keyAt + Self.overlayMillisecondsMax - now)) }
    return steps.min()
  }

  /// In a grid of letters ← goes to the cell before, so that one step too far costs nothing of what is typed; where it
  /// is one step back, as everywhere else, the screen's part decides.
  func isWalkedLeft(_ context: ScreenContext) -> Bool {
    guard let page = screen?.part.page(context).page, case .field(let index) = page.focus,
      page.fields.indices.contains(index), case .picker = page.fields[index].kind
    else { return false }
    return true
  }

  /// The language of the session, nil without a station.
  public var language: String? { snapshot?.language }

  /// The station has said where it stands.
  public var hasSnapshot: Bool { snapshot != nil }

  public var page: Page {
    guard let context, let screen else { return BuiltInPage.page(isRefused: isRefused, after: trace) }
    if let broken, overlay == nil { return broken.page(context).page }
    if isWarning { return WarningScreen.page(context).page }
    switch overlay {
    case .help(let help): return help.page(context, notice: notice).page
    case .language(let choice): return choice.page(context).page
    case .abort(let abort): return abort.page(context).page
    case .warningSeen, nil:
      var draft = screen.part.page(context)
      if let notice { draft.status(Text(notice)) }
      return draft.page
    }
  }
}
