// Reading what AusweisApp says and writing what we say: shapes, limits, hostile text, and commands whose text carries
// a secret.

import Identity
import Secrets
import Testing

@Suite("AusweisApp: messages")
struct MessageTests {
  private func message(_ text: String) -> AusweisMessage? { AusweisMessage(Array(text.utf8)) }

  private func text(_ command: AusweisCommand) -> String {
    command.encoded.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
  }

  @Test("what is no message at all")
  func nothing() {
    let nested = String(repeating: "[", count: 100_000)
    for hostile in [
      "", " ", "null", "[]", "{}", "\"AUTH\"", "{\"msg\":null}", "{\"msg\":1}", "{\"cmd\":\"AUTH\"}",
      "{\"msg\":\"AUTH\"} {}", "{\"msg\":\"AUTH\",}", "{\"msg\":\"AUTH\",\"msg\":\"INFO\"}", "{'msg':'AUTH'}",
      "{\"msg\":\"AUTH\" \"a\":1}", "{\"msg\":\"AU\u{01}TH\"}", "{\"msg\":\"\\ud800\"}",
      "{\"msg\":\"\\u12\"}",
      "{\"msg\":\"A\",\"n\":01}", "{\"msg\":\"A\",\"n\":1.}", "{\"msg\":\"A\",\"n\":-}",
      "{\"msg\":\"A\",\"n\":1e}",
      "{\"msg\":\"A\",\"n\":NaN}", "{\"msg\":\"A\",\"n\":+1}", "\u{FEFF}{\"msg\":\"AUTH\"}", nested,
      "{\"msg\":\"A\",\"a\":" + nested + String(repeating: "]", count: 100_000) + "}",
      "{\"msg\":\"A\",\"a\":[" + String(repeating: "0,", count: 5_000) + "0]}",
      "{\"msg\":\"A\",\"a\":\"" + String(repeating: "x", count: 300_000) + "\"}",
    ] {
      #expect(message(hostile) == nil, "\(hostile.prefix(60))")
    }
    for bytes in [[0xFF], [0x7B, 0x22, 0xC3, 0x22, 0x7D], [0]] as [[UInt8]] {
      #expect(AusweisMessage(bytes) == nil)
    }
  }

  @Test("numbers that no card has are not numbers")
  func numbers() {
    func tries(_ number: String) -> Int? {
      let text =
        #"{"msg":"READER","name":"R","card":{"deactivated":false,"inoperative":false,"retryCounter":\#(number)}}"#
      guard case .reader(let reader)? = message(text), case .identity(let card) = reader.card else {
        return -1
      }
      return card.triesLeft
    }
    #expect(tries("3") == 3)
    #expect(tries("0") == 0)
    for odd in [
      "-1", "4", "256", "3.0", "3e0", "1e999", "99999999999999999999", "\"3\"", "null", "true", "[3]", "-0.0",
    ] {
      #expect(tries(odd) == nil, "\(odd)")
    }
  }

  @Test("an unknown message has its name, a known one without what it needs is incomplete")
  func names() {
    #expect(message(#"{"msg":"NOVELTY","a":{"b":[1.5e3,"x"]}}"#) == .other("NOVELTY"))
    #expect(message(#"{"msg":"ENTER_NOVELTY"}"#) == .other("ENTER_NOVELTY"))
    #expect(message(#"{"msg":"READER"}"#) == .incomplete("READER"))
    #expect(message(#"{"msg":"READER_LIST"}"#) == .incomplete("READER_LIST"))
    #expect(message(#"{"msg":"INFO","VersionInfo":[]}"#) == .incomplete("INFO"))
    #expect(message(#"{"msg":"PAUSE"}"#) == .incomplete("PAUSE"))
    #expect(
      message(#"{"msg":"CERTIFICATE","description":{"subjectName":" \u0000 "}}"#)
        == .incomplete("CERTIFICATE"))
    #expect(message(#"{"msg":"CHANGE_PIN"}"#) == .changePINStarted)
    #expect(
      message(#"{"msg":"CHANGE_PIN","success":"true"}"#) == .changePINEnded(succeeded: nil, reason: nil))
    #expect(message(#"{"msg":"AUTH","url":"https://a/"}"#) == .authEnded(AusweisAuthResult(isOK: false)))
    #expect(message(#"{"msg":"AUTH","result":[]}"#) == .authEnded(AusweisAuthResult(isOK: false)))
  }

  @Test("rights that do not fit together are not taken")
  func rights() {
    func rights(_ effective: String, _ optional: String, _ required: String) -> AusweisMessage? {
      message(
        #"{"msg":"ACCESS_RIGHTS","chat":{"effective":\#(effective),"optional":\#(optional),"required":\#(required)}}"#
      )
    }
    #expect(
      rights(#"["Address","Novelty9"]"#, #"["Address"]"#, #"["Novelty9"]"#)
        == .accessRights(
          AccessRights(
            required: [AccessRight("Novelty9")], optional: [AccessRight("Address")],
            granted: [AccessRight("Address")]),
          error: nil))
    for odd in [
      rights(#"["Photo"]"#, #"["Address"]"#, "[]"), rights("[]", #"["Address","Address"]"#, "[]"),
      rights("[]", #"["Address"]"#, #"["Address"]"#), rights("[]", #"["Address<b>"]"#, "[]"),
      rights("[]", "[1]", "[]"), rights("{}", "[]", "[]"), rights("[]", #"[""]"#, "[]"),
      rights("null", "[]", "[]"),
    ] {
      #expect(odd == .incomplete("ACCESS_RIGHTS"))
    }
  }

  @Test("texts cannot pretend to be something else")
  func texts() throws {
    let text =
      #"{"msg":"CERTIFICATE","description":{"subjectName":"Stadt\u202e \u001b[31mX\r\n\u200bY","termsOfUsage":"\r\na\t b\r\n\r\n\r\nc\u2028d","purpose":"\#(String(repeating: "p", count: 900))"}}"#
    guard case .certificate(let certificate)? = message(text) else {
      Issue.record("no certificate")
      return
    }
    #expect(certificate.subjectName == "Stadt [31mX Y")
    #expect(certificate.terms == "a b\n\nc\nd")
    #expect(certificate.purpose.count == 400)
  }

  @Test("an address that a program is given is https and printable")
  func addresses() {
    func address(_ address: String) -> String? {
      guard case .authEnded(let result)? = message(#"{"msg":"AUTH","result":{},"url":"\#(address)"}"#) else {
        return nil
      }
      return result.address
    }
    #expect(address("https://a.example/x?y=1#z") == "https://a.example/x?y=1#z")
    #expect(address("HTTPS://a.example") == "HTTPS://a.example")
    for odd in [
      "http://a/", "https://", "https:///x", "https://u:p@a/", "javascript:alert(1)", "https://a/ b",
      "https://a/\\u0000", "https://a/\\n", "file:///etc/passwd", "https://ä/", "https://a/\\\"",
      "https://a/" + String(repeating: "x", count: 2_000),
    ] {
      #expect(address(odd) == nil, "\(odd.prefix(40))")
    }
  }

  @Test("commands have the words of the SDK")
  func commands() {
    #expect(text(.getInfo) == #"{"cmd":"GET_INFO"}"#)
    #expect(text(.setAPILevel(2)) == #"{"cmd":"SET_API_LEVEL","level":2}"#)
    #expect(text(.setAccessRights([])) == #"{"cmd":"SET_ACCESS_RIGHTS","chat":[]}"#)
    #expect(
      text(.setAccessRights([AccessRight("Address"), AccessRight("GivenNames")]))
        == #"{"cmd":"SET_ACCESS_RIGHTS","chat":["Address","GivenNames"]}"#)
    #expect(
      text(.runAuth(address: "https://a/\"\\\n"))
        == #"{"cmd":"RUN_AUTH","tcTokenURL":"https://a/\"\\\u000a"}"#)
    #expect(text(.set(.pin, Secret(Array("123456".utf8)))) == #"{"cmd":"SET_PIN","value":"123456"}"#)
    #expect(text(.set(.newPIN, nil)) == #"{"cmd":"SET_NEW_PIN"}"#)
    #expect(text(.continue) == #"{"cmd":"CONTINUE"}"#)
  }

  @Test("a command with a secret cannot be printed")
  func unprintable() {
    let command = AusweisCommand.set(.pin, Secret(Array("271828".utf8)))
    #expect(!"\(command)".contains("271828"))
    #expect(!String(reflecting: AusweisEffect.send(command)).contains("271828"))
    #expect(!String(reflecting: AusweisEvent.secret(Secret(Array("271828".utf8)))).contains("271828"))
  }
}
