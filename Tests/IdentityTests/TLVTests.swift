// Data objects: what is read, what is refused, and that what is written is read again.

import Identity
import Testing

@Suite("BER-TLV")
struct TLVTests {
  @Test("tags of one, two and three bytes, lengths of one to four")
  func forms() throws {
    #expect(try TLV.parse(bytes("5A0101")) == TLV(0x5A, [1]))
    #expect(try TLV.parse(bytes("7F4900")) == TLV(0x7F49, [UInt8]()))
    #expect(try TLV.parse(bytes("5F810101AA")) == TLV(0x5F8101, [0xAA]))
    #expect(try TLV.parse(bytes("5A8101AA")) == TLV(0x5A, [0xAA]))
    #expect(try TLV.parse(bytes("5A84 00000001 AA")) == TLV(0x5A, [0xAA]))
  }

  @Test(
    "what no card may send is refused",
    arguments: [
      ("", TLVError.truncated), ("5A", .truncated), ("5A02AA", .truncated), ("7F", .truncated),
      ("5A80AA0000", .indefiniteLength), ("5A850000000001AA", .lengthTooLong),
      ("5A84FFFFFFFF", .lengthTooLong), ("5A8300FFFF", .truncated), ("5F80", .tagTooLong),
      ("5F81818101AA", .tagTooLong), ("0001AA", .missing(0)), ("5A01AABB", .trailingBytes),
    ])
  func refusals(text: String, error: TLVError) {
    #expect(throws: error) { try TLV.parse(bytes(text)) }
  }

  @Test("lengths around each boundary come back as they went")
  func roundTrips() throws {
    for count in [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x1_0000] {
      for tag: UInt32 in [0x5A, 0x7F49, 0x5F8101] {
        let object = TLV(tag, [UInt8](repeating: 7, count: count))
        #expect(try TLV.parse(object.encoded) == object)
      }
    }
  }

  @Test("siblings: one, missing, twice, too many")
  func siblings() throws {
    let objects = try TLV.parseAll(bytes("800101 810102 800103"))
    #expect(objects.count == 3)
    #expect(try objects.only(0x81)?.value == [2])
    #expect(try objects.only(0x82) == nil)
    #expect(throws: TLVError.duplicate(0x80)) { try objects.only(0x80) }
    #expect(throws: TLVError.missing(0x82)) { try objects.require(0x82) }
    let many = (0...tlvSiblingCountMax).flatMap { _ in bytes("8000") }
    #expect(throws: TLVError.tooMany) { try TLV.parseAll(many) }
    #expect(throws: TLVError.value) { try TLV(0x80, [1]).children() }
  }

  @Test("DER: numbers, identifiers, lengths only in their shortest form")
  func der() throws {
    #expect(try DER.integer(TLV(0x02, [0x0D])) == 13)
    #expect(try DER.integer(TLV(0x02, [0x00, 0x80])) == 128)
    for wrong in ["", "FF", "007F", "0102030405"] {
      #expect(throws: TLVError.value) { try DER.integer(TLV(0x02, bytes(wrong))) }
    }
    #expect(try DER.magnitude(TLV(0x02, bytes("00FF01"))) == bytes("FF01"))
    #expect(throws: TLVError.value) { try DER.element(DER.set, of: bytes("318100")) }
    #expect(try DER.element(DER.set, of: bytes("31000000"), trailing: true).value.isEmpty)
    #expect(throws: TLVError.trailingBytes) { try DER.element(DER.set, of: bytes("310000")) }
    let pace = ObjectIdentifier(0, 4, 0, 127, 0, 7, 2, 2, 4, 2, 2)
    #expect(hex(pace.bytes) == "04007F00070202040202")
    #expect(pace.description == "0.4.0.127.0.7.2.2.4.2.2")
    #expect(pace.arcs(below: .bsiProtocols) == [4, 2, 2])
    #expect(ObjectIdentifier(2, 23, 136, 1, 1).description == "2.23.136.1.1")
    for wrong in ["", "80", "8001", "2A80"] {
      #expect(throws: TLVError.value) { try ObjectIdentifier(bytes: bytes(wrong)) }
    }
  }
}
