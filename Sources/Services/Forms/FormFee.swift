// What an application costs: rules with the day from which they hold, so that a fee can be decided before it is due. A
// form without a rule costs nothing. How it is paid is not known here.

import Handover

/// One fee from one day on.
public struct FormFeeRule: Equatable, Sendable {
  /// The most that one fee can be, in cents.
  public static let centsMax = 1_000_000

  /// Names the fee; a later rule of the same name takes the place of an earlier one.
  public var name: String
  /// In cents; 0 ends a fee.
  public var cents: Int
  public var from: CivilDay
  /// All of them must hold; none: it is always due.
  public var conditions: [FormCondition]

  public init(name: String, cents: Int, from: CivilDay, conditions: [FormCondition] = []) {
    self.name = name
    self.cents = cents
    self.from = from
    self.conditions = conditions
  }
}

extension Form {
  /// The rules that hold on `day`, one for each name, in the order of the file: what the page before the form says.
  public func feeRules(on day: CivilDay) -> [FormFeeRule] {
    var names: [String] = []
    for rule in fees where !names.contains(rule.name) { names.append(rule.name) }
    return names.compactMap { name in
      fees.filter { $0.name == name && $0.from <= day }.max { $0.from < $1.from }
    }.filter { $0.cents > 0 }
  }

  /// What these answers cost on `day`, rule by rule.
  public func feesDue(_ answers: [String: FormAnswer], on day: CivilDay) -> [FormFeeRule] {
    let shown = shownAnswers(answers)
    return feeRules(on: day).filter { Self.hold($0.conditions, shown) }
  }
}
