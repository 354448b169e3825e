// Status words: the parts that other steps rely on.

import Identity
import Testing

@Suite("Status words")
struct StatusWordTests {
  @Test("63Cx, 6Cxx and 61xx give their number, others none")
  func numbers() {
    #expect(StatusWord(0x63C2).counter == 2)
    #expect(StatusWord(0x63C0).counter == 0)
    #expect(StatusWord(0x6300).counter == nil)
    #expect(StatusWord(0x6C10).correctedLength == 16)
    #expect(StatusWord(0x6C00).correctedLength == 256)
    #expect(StatusWord(0x6110).bytesAvailable == 16)
    #expect(StatusWord.ok.bytesAvailable == nil)
    #expect(StatusWord(0x00AF).description == "00AF")
  }
}
