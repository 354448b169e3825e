// A whole reading over a chip in memory: what is proven, what stays unknown, and what ends the run.

import Crypto
import Secrets
import Testing

@testable import Identity

@Suite("Reading a passport")
struct PassportReadingTests {
  private func read(
    _ chip: TestPassportChip, trusted: Bool = true, at day: CivilDate = SamplePassport.day
  ) throws -> PassportReading {
    let key = PassportKey.mrz(try DocumentAccess.read(mrzSecret(BACExample.zone), today: mrzToday))
    return try PassportReading.read(
      on: CardLink(chip), access: key, trust: trusted ? try SamplePassport.trust() : nil, at: day,
      chance: chance(seed: 7))
  }

  @Test("Data and chip proven: BAC, passive and chip authentication, all data groups")
  func whole() throws {
    let chip = try SamplePassport.chip("sod-explicit")
    let reading = try read(chip)
    #expect(reading.channel == .basicAccessControl)
    #expect(reading.data == .genuine)
    #expect(reading.chip == .genuine(by: .chipAuthentication))
    #expect(reading.zone.documentNumber == "L898902C3")
    #expect(reading.zone.familyName == "ERIKSSON" && reading.zone.givenNames == "ANNA MARIA")
    #expect(reading.zone.birthDate == PartialDate(year: 1974, month: 8, day: 12))
    #expect(reading.zone.expiryDate == CivilDate(year: 2036, month: 4, day: 15))
    #expect(reading.holder.content?.familyName == "ERIKSSON")
    #expect(reading.holder.content?.givenNames == "ANNA MARIA")
    #expect(reading.holder.content?.personalNumber == "19740812001")
    #expect(reading.holder.content?.birthPlace == ["ZENITH"])
    #expect(reading.document.content?.issuingAuthority == "PASSPORT OFFICE")
    #expect(reading.document.content?.issueDate == PartialDate(year: 2026, month: 4, day: 16))
    #expect(reading.hasDocumentNumber("l898902c3") && reading.hasDocumentNumber("L898902C3<"))
    #expect(!reading.hasDocumentNumber("L898902C") && !reading.hasDocumentNumber(""))
    #expect(!String(reflecting: reading).contains("ERIKSSON"))
    // DG15 is of no use once Chip Authentication has held.
    #expect(!chip.instructions.contains(0x88))
  }

  @Test("Chip Authentication with MSE:Set KAT and 3DES, where DG14 has a key and no info of its own")
  func tripleDES() throws {
    let infos = try SecurityInfos(TLV.parse(SamplePassport.files["dg14"] ?? [], tag: 0x6E).value)
    let keyOnly = try SecurityInfos(TLV(0x31, infos.infos[0].encoded).encoded)
    let authentication = try #require(try PassportChipAuthentication(keyOnly))
    #expect(authentication.algorithm == .tripleDES)
    let chip = try SamplePassport.chip("sod-explicit")
    let link = CardLink(chip)
    try authentication.run(on: link, chance: chance(seed: 3))
    #expect(try link.readFile(shortIdentifier: 1) == SamplePassport.files["dg1"])
    #expect(chip.instructions.filter { $0 == 0x22 }.count == 1 && !chip.instructions.contains(0x86))
  }

  @Test("Active Authentication where no Chip Authentication is offered; without both the chip stays unknown")
  func active() throws {
    let chip = try SamplePassport.chip("sod-active", groups: [1, 11, 12, 15])
    #expect(try read(chip).chip == .genuine(by: .activeAuthentication))
    let copy = try SamplePassport.chip("sod-active", groups: [1, 11, 12, 15])
    copy.activeKey = try CurvePrivateKey(on: .secp256r1, chance: chance(seed: 9))
    #expect(throws: CardError.unauthentic(.activeAuthentication)) { try read(copy) }
    let plain = try SamplePassport.chip("sod-plain", groups: [1, 11, 12])
    let reading = try read(plain)
    #expect(reading.chip == .unknown(.notOffered) && reading.data == .genuine)
  }

  @Test("RSA document signers, PKCS 1 and PSS", arguments: ["sod-rsa", "sod-pss"])
  func rsa(_ security: String) throws {
    let reading = try read(try SamplePassport.chip(security, groups: [1, 11, 12]))
    #expect(reading.data == .genuine && reading.holder.content != nil)
  }

  @Test("Without a trust store nothing is genuine, and nothing is hidden")
  func untrusted() throws {
    let reading = try read(try SamplePassport.chip("sod-other"), trusted: false)
    #expect(reading.data == .unknown)
    #expect(reading.chip == .unknown(.keyNotTrusted))
    let chip = try SamplePassport.chip("sod-other")
    chip.files[1]?[20] ^= 1
    #expect(throws: CardError.certificate(.dataGroupHash)) { try read(chip, trusted: false) }
  }

  @Test(
    "A passport that has run out is judged by its last day, if its signer has run out too; no other one is")
  func expired() throws {
    func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
      CivilDate(year: year, month: month, day: day)!
    }
    // The document until 2036-04-15, its signer until 2036-07-01, another signer until 2025-06-01.
    let inTime = try read(try SamplePassport.chip("sod-ended"), at: day(2036, 4, 15))
    #expect(inTime.data == .genuine && !inTime.hasExpired(at: day(2036, 4, 15)))
    for later in [day(2036, 6, 1), day(2036, 7, 2), day(2040, 1, 1)] {
      let reading = try read(try SamplePassport.chip("sod-ended"), at: later)
      #expect(reading.data == .genuine && reading.hasExpired(at: later))
    }
    for date in [day(2036, 4, 1), day(2040, 1, 1)] {
      #expect(throws: CardError.certificate(.expired)) {
        try read(try SamplePassport.chip("sod-expired"), at: date)
      }
    }
    let changed = try SamplePassport.chip("sod-ended")
    changed.files[1]?[60] ^= 1
    #expect(throws: CardError.certificate(.dataGroupHash)) { try read(changed, at: day(2040, 1, 1)) }
  }

  @Test("A chip with right files but another key is not genuine")
  func cloned() throws {
    let chip = try SamplePassport.chip("sod-explicit")
    chip.chipKey = try CurvePrivateKey(on: .brainpoolP256r1, chance: chance(seed: 5))
    #expect(throws: CardError.unauthentic(.chipAuthentication)) { try read(chip) }
  }

  @Test("Every data group is checked against its signed hash", arguments: [UInt8(1), 11, 12, 14])
  func changed(_ group: UInt8) throws {
    let chip = try SamplePassport.chip("sod-explicit")
    let count = chip.files[group]?.count ?? 0
    chip.files[group]?[count - 1] ^= 1
    #expect(throws: CardError.certificate(.dataGroupHash)) { try read(chip) }
  }

  @Test(
    "A data group that was signed cannot go: a copy would leave out what proves the chip",
    arguments: [UInt8(1), 11, 12, 14])
  func removed(_ group: UInt8) throws {
    let chip = try SamplePassport.chip("sod-explicit")
    chip.files[group] = nil
    #expect(throws: CardError.refused(.dataGroup, .fileNotFound)) { try read(chip) }
  }

  @Test(
    "Signed lists and signers that prove nothing end the run",
    arguments: [
      ("sod-no-dg1", CertificateFault.dataGroupHash), ("sod-sha1", .algorithm), ("sod-lds-sha1", .algorithm),
      ("sod-ds-sha1", .algorithm), ("sod-short", .algorithm), ("sod-expired", .expired),
      ("sod-future", .notYetValid),
      ("sod-other", .unknownIssuer), ("sod-authority", .rights), ("sod-no-certificate", .malformed),
      ("sod-wrong-type", .malformed), ("sod-two-signers", .malformed), ("sod-no-attributes", .malformed),
    ])
  func refused(_ security: String, _ fault: CertificateFault) throws {
    let chip = try SamplePassport.chip(security)
    #expect(throws: CardError.certificate(fault)) { try read(chip) }
    // No personal data were read before the signature held.
    let before = chip.instructions.filter { $0 == 0xB0 }.count
    #expect(before <= 12)
  }

  @Test("EF.SOD cut at any place ends in a typed error")
  func cut() throws {
    let whole = try SamplePassport.chip("sod-plain").files[0x1D] ?? []
    for count in stride(from: 0, to: whole.count, by: 23) {
      let chip = try SamplePassport.chip("sod-plain", groups: [1, 11, 12])
      chip.files[0x1D] = Array(whole[..<count])
      #expect(throws: CardError.self) { try read(chip) }
    }
  }

  @Test("A wrong zone, and refusals of each step, end in that step's error")
  func refusals() throws {
    let chip = try SamplePassport.chip("sod-explicit")
    chip.zone = "L898902C<369080619406237"
    #expect(throws: CardError.password(.wrong(.mrz, triesLeft: nil))) { try read(chip) }
    for (instruction, error) in [
      (UInt8(0x84), CardError.refused(.bac, .conditionsNotSatisfied)),
      (0x82, .password(.wrong(.mrz, triesLeft: nil))), (0xA4, .refused(.select, .conditionsNotSatisfied)),
    ] {
      let chip = try SamplePassport.chip("sod-explicit")
      chip.refusals[instruction] = 0x6985
      #expect(throws: error) { try read(chip) }
    }
  }

  @Test("ISO 9796-2: recovered blocks with the trailers of SHA-1 and SHA-256, and damaged ones")
  func recovered() {
    let challenge: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    let part = [UInt8](repeating: 0xA5, count: 90)
    for (hash, trailer) in [
      (HashAlgorithm.sha1, [UInt8(0xBC)]), (.sha256, [0x34, 0xCC]), (.sha512, [0x35, 0xCC]),
    ] {
      let block = [0x6A] + part + hash.digest(of: part + challenge) + trailer
      #expect(ActiveAuthentication.holds(block, over: challenge))
      for index in block.indices {
        var damaged = block
        damaged[index] ^= 0x01
        #expect(!ActiveAuthentication.holds(damaged, over: challenge))
      }
      for count in 0..<block.count {
        #expect(!ActiveAuthentication.holds(Array(block[..<count]), over: challenge))
      }
    }
  }

  @Test("Texts of data groups: control characters go, packed and unknown dates are read")
  func texts() throws {
    let file = TLV(
      0x6B,
      [
        TLV(0x5C, [0x5F, 0x0E]), TLV(0x5F0E, Array("MÜLLER<<Jörg\u{1B}[31m".utf8)),
        TLV(0x5F2B, [0x19, 0x64, 0x08, 0x00]),
        TLV(0x5F42, Array("Musterstraße 1<<12345<MUSTERSTADT".utf8)), TLV(0x5F77, [1]),
      ]
    ).encoded
    let details = try PassportHolderDetails(file)
    #expect(details.familyName == "MÜLLER" && details.givenNames == "Jörg[31m")
    #expect(details.birthDate == PartialDate(year: 1964, month: 8, day: nil))
    #expect(details.address == ["Musterstraße 1", "12345", "MUSTERSTADT"])
  }
}
