// Lines of `kiosk pickup --plain` as keys: numbers as people write them, birth dates in three writings, words.

import Screens
import Terminal
import Testing

@Suite struct PlainKeysTests {
  private func page(_ field: Field?, keys: [KeyCap] = []) -> Page {
    Page(
      header: Header(town: .data("Stadt"), clock: .data("")), title: .data("T"),
      fields: field.map { [$0] } ?? [],
      keys: keys)
  }

  private func keys(_ line: String, _ field: Field.Kind? = nil, keys: [KeyCap] = []) -> [Key]? {
    PlainKeys.keys(
      for: Array(line.utf8), on: page(field.map { Field(label: .data("L"), kind: $0) }, keys: keys))
  }

  private func digits(_ text: String) -> [Key] { text.compactMap(\.wholeNumberValue).map { .digit($0) } }

  @Test func anEmptyLineIsOK() {
    #expect(keys("") == [.ok])
    #expect(keys(" \r") == [.ok])
  }

  @Test func aDigitChoosesAndConfirms() {
    #expect(keys("1") == [.digit(1), .ok])
    #expect(keys("17") == nil)
    #expect(keys("ja") == nil)
  }

  @Test(arguments: ["0170 123-45", "0170/12345", "(0170) 12345"])
  func aNumberIsReadAsPeopleWriteIt(_ line: String) {
    #expect(keys(line, .line(TextLine("", count: 30))) == [.clear] + digits("017012345") + [.ok])
  }

  @Test func aPlusIsTwoZeros() {
    #expect(keys("+49 170", .line(TextLine("", count: 30))) == [.clear] + digits("0049170") + [.ok])
    #expect(keys("017a", .line(TextLine("", count: 30))) == nil)
  }

  @Test(arguments: ["17 3 1985", "17.3.1985", "17/3/1985"])
  func aBirthDateInOneLine(_ line: String) {
    let date = DateParts(day: [], month: [], year: [], part: .day)
    let expected: [Key] =
      [.clear] + digits("17") + [.ok, .clear] + digits("3") + [.ok, .clear] + digits("1985") + [.ok]
    #expect(keys(line, .date(date)) == expected)
  }

  @Test func aBirthDateWithoutSigns() {
    let date = DateParts(day: [1], month: [3], year: [], part: .year)
    let expected: [Key] =
      [.back, .back, .clear] + digits("17") + [.ok, .clear] + digits("03") + [.ok, .clear] + digits("1985")
      + [.ok]
    #expect(keys("17031985", .date(date)) == expected)
    // One part alone goes on where the page stands.
    #expect(keys("1985", .date(date)) == [.clear] + digits("1985") + [.ok])
    #expect(keys("3 1985", .date(date)) == nil)
  }

  @Test func wordsAreKeys() {
    #expect(keys("Zurück") == [.back])
    #expect(keys("x") == [.end])
    #expect(keys("hilfe") == [.help])
    #expect(keys("*", .line(TextLine("", count: 30))) == [.language])
    #expect(keys("m") == nil)
    #expect(keys("m", keys: [KeyCap(.ok, Text("key.more_time"))]) == [.ok])
    #expect(keys(String(repeating: "1", count: 65), .line(TextLine("", count: 30))) == nil)
  }
}
