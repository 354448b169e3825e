// Where the fuzzer starts: a good value for each reader, from the worked examples of BSI and from the
// fixtures of the tests, which are read where `make` stands.

import Crypto
import Foundation
@testable import Identity

extension SecurityInfos {
  /// EF.CardAccess of BSI's worked example: PACE with ECDH on brainpoolP256r1.
  static let bsiFile = Hex.decode(
    "3181C6300D060804007F00070202020201023012060A04007F000702020302020201020201013012060A04007F0007020204"
      + "0202020102020 10D301C060904007F000702020302300C060704007F0007010202010D020101302F060804007F0007020206"
      .filter { $0 != " " }
      + "162368747470733A2F2F7777772E686A702D636F6E73756C74696E672E636F6D2F686F6D65303E060804007F000702020831"
      + "323012060A04007F00070202030202020102020102301C060904007F000702020302300C060704007F0007010202010D0201"
      + "02")!
  static let bsi = try! SecurityInfos(bsiFile)
}

extension FuzzTarget {
  var seeds: [[UInt8]] {
    switch self {
    case .tlv:
      [Hex.decode("7F4E0C7F4906010203040506420101")!, Hex.decode("7C0480020102")!, SecurityInfos.bsiFile]
    case .der:
      [
        SecurityInfos.bsiFile, [3] + Hex.decode("640712054552494B41")!,
        [16] + Hex.decode(
          "7125302312AA0A0C085374726173736531AB080C064265726C696EAD03130144AE071305" + "3130313137")!,
      ]
    case .apdu:
      [
        [0, UInt8(SecurityInfos.bsiFile.count + 2)] + SecurityInfos.bsiFile + [0x90, 0x00, 2, 0x90, 0x00]
          + [22] + Hex.decode("7C12801095A3A016522EE98D01E76CB6B98B42C39000")!
      ]
    case .sm:
      [[0] + Hex.decode("990290008E08AD55CC17140B2DED")!, [1] + Hex.decode("99029000")!]
    case .cvc: [Self.documentVerifier]
    case .sod: fixtures("Tests/CryptoTests/Golden/passport-files.txt")
    case .mrz:
      [
        Array(
          "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4".utf8),
        Array("C01X00T47 12.08.1964 28.02.2027".utf8),
        Array(
          "IDD<<T220001293<<<<<<<<<<<<<<<\n6408125<2010315D<<<<<<<<<<<<<4\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<"
            .utf8),
      ]
    case .ausweis: transcripts("Tests/IdentityTests/Golden/AusweisApp")
    }
  }

  /// The document verifier's certificate of BSI's worked example.
  private static let documentVerifier = Hex.decode(
    "7F218201667F4E81DE5F290100420D444543564341415430303030317F498190060A04007F0007020202020586818104"
      + "0A74972E84B7D2C428FBE46D40C92D6CB56AE6A4B0AF5B8BC0927E5EF6F73220776D31693E36D685DF6CF3763E41728D"
      + "967DC1963F7CA70F0EA7ADB5EA856D8A133B867B8EF4132E7FFA3E8F32CD0321FC22199B9323376E59D84A0624919481"
      + "17178BF4DB6C0EE7A235BFC3D4459183D408232AC781C78CF5C54E2FF35BA5165F200D44455445535444564445303139"
      + "7F4C12060904007F0007030102025305801FFFFF105F25060100000903005F24060100010003005F37818098C637BEFA"
      + "63058921902896A605206D5BE3BFF2F7E258EB0BB06EA7E84DFBC98E35276110C684BB23D277350E3862E6A30520808F"
      + "417B8911985880A556E1758C7FE6545B3DA03383BD7B5B51DEC007139CBC44FF320F84F2B6AD44C7B28FCAEB2B7B98E3"
      + "A2BAE8322B115A8F10D48349281B4F4645C9AAE307CFAE9AD6B194")!

  /// Lines of a name and a value in Base64.
  private func fixtures(_ path: String) -> [[UInt8]] {
    lines(path).compactMap { line in
      line.split(separator: " ").last.flatMap { Data(base64Encoded: String($0)) }.map(Array.init)
    }
  }

  /// What the program says in each transcript of a folder, a line each.
  private func transcripts(_ folder: String) -> [[UInt8]] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { name in
      let said = lines("\(folder)/\(name)").filter { $0.hasPrefix("< ") }.map { $0.dropFirst(2) }
      return Array(said.joined(separator: "\n").utf8)
    }
  }

  private func lines(_ path: String) -> [Substring] {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }
}
