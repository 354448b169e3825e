import Secrets
import Testing

@Suite struct SecretTests {
  @Test func equalBytesAreEqual() {
    #expect(Secret([1, 2, 3]) == Secret([1, 2, 3]))
    #expect(Secret([1, 2, 3]) != Secret([1, 2, 4]))
    #expect(Secret([1, 2, 3]) != Secret([1, 2]))
    #expect(Secret([UInt8]()) == Secret([UInt8]()))
  }

  @Test func isNeverPrinted() {
    let secret = Secret(Array("471100".utf8))
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(describing: secret), String(reflecting: secret), dumped] {
      #expect(!text.contains("471100"))
      #expect(!text.contains("52"))
    }
  }

  @Test func fillWritesInPlace() {
    let secret = Secret(count: 3) { buffer in
      for index in 0..<3 { buffer[index] = UInt8(index) }
    }
    #expect(secret == Secret([0, 1, 2]))
    #expect(secret.withSpan { $0[2] } == 2)
  }
}
