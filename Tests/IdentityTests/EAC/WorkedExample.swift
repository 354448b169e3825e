// The numbers of BSI's "Worked Example for Extended Access Control (EAC)", version 1.01, part ECDH: what terminal and
// card of the example send in Terminal and Chip Authentication. Numbers only; the tests beside this file compare.

import Crypto
import Testing

enum WorkedExample {
  /// The CVCA certificate DECVCAAT00001: self-signed, on brainpoolP512r1, domain parameters spelled out.
  static let rootCertificate = bytes(
    """
    7f218202f37f4e82026a5f290100420d444543564341415430303030317f4982021f060a04007f000702020202058140
    aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e6
    2881ff2f2d82c68528aa6056583a48f382407830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea98
    63bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca83403df91610a83441caea9863bc
    2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd63
    8016f7238481810481aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d
    50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f8227dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1a
    a000c55b881f8111b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad808928540aadd9db8dbe9
    c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085d
    daddb58796829ca900698681810464f09c617c0d5a4e2e88b2598af06860440c07c5ed353a18a14e938a6cbce30594d9
    4079594ccfaefe28d9aac9ac1bd37c89b6ccbd10b14fc3aa19deb1fd03ea151a42b892547a339618c4c9f26fa983855d
    893f81413cd320ea4230d3415ebccdb5908d91dc23c6566f47b8a0e0a19c175bdc775d8824676aacfaedea0c160e8701
    015f200d444543564341415430303030317f4c0e060904007f0007030102015301c35f25060100000903005f24060101
    000902055f378180a5e72244d0ac9cd3e8fe9b878ea32a24f4aa060fd17c2a8291d9797e8a60f28a2978e3f4eae840e9
    5b6a64fda44d8d39a699521cd5382203964945150a6cc4a50c49ee234ab36df675e44c11499080676dd5b3ac1859d98b
    302ca9605cd94a51d7da5738beaa49848bca7777b7dc9accdaa1d0b64432b2c13889a4854c9ff346
    """)

  /// The document verifier's certificate DETESTDVDE019.
  static let verifierCertificate = bytes(
    """
    7f218201667f4e81de5f290100420d444543564341415430303030317f498190060a04007f0007020202020586818104
    0a74972e84b7d2c428fbe46d40c92d6cb56ae6a4b0af5b8bc0927e5ef6f73220776d31693e36d685df6cf3763e41728d
    967dc1963f7ca70f0ea7adb5ea856d8a133b867b8ef4132e7ffa3e8f32cd0321fc22199b9323376e59d84a0624919481
    17178bf4db6c0ee7a235bfc3d4459183d408232ac781c78cf5c54e2ff35ba5165f200d44455445535444564445303139
    7f4c12060904007f0007030102025305801fffff105f25060100000903005f24060100010003005f37818098c637befa
    63058921902896a605206d5be3bff2f7e258eb0bb06ea7e84dfbc98e35276110c684bb23d277350e3862e6a30520808f
    417b8911985880a556e1758c7fe6545b3da03383bd7b5b51dec007139cbc44ff320f84f2b6ad44c7b28fcaeb2b7b98e3
    a2bae8322b115a8f10d48349281b4f4645c9aae307cfae9ad6b194
    """)

  /// The terminal's certificate DETESTATDE019.
  static let terminalCertificate = bytes(
    """
    7f218201667f4e81de5f290100420d444554455354445644453031397f498190060a04007f0007020202020586818104
    3385b484e8e994c93f55adf4a9c92da3c063ac7d744e85d38ee070bf6ff8d7aba2de688724b27d6bae2b1c8ae074c09b
    b8808cc83036b0692898711d3f6fc3213846e14b3154845084dfbc0eb70ae2bdea8eebd6796acfa4c56f5703ce5a6efe
    0a266e43c3f71a1b7eec60e5c6f0850dc4d3455f53282c9fbca85dc947d13bee5f200d44455445535441544445303139
    7f4c12060904007f000703010202530500000001105f25060100000903005f24060100010003005f37818034bb8c280a
    7a593cf7c7e9f375ffffbfd92c4e3f6188a44824215e11ef47d03428cfc91936a2609c742ef92c5968bce65ba42aed7a
    ad70b7b2a31201dc152cec930d7d7954bfbe0021ad1fd2acaa6c349a6c2fb86514b9f03dfab99871fbd990dd8416d3ed
    a2883ebd0b94401a7dbfe16e5a1db643ee7c2fc0d5d77bae3666af
    """)

  /// The terminal's private key.
  static let terminalScalar = bytes(
    """
    8aa2327f9d3870ab1ebb62850f85975ef7a042db920b604b688dc1da27a61c3f8fa5dfdf1f91d226621ff1f902f14d8c
    903826425ac46410d87f3ddad72b0dbe
    """)

  /// ID_PICC: the first coordinate of the card's ephemeral key in PACE.
  static let cardIdentifier = bytes(
    """
    282cf38073036afac216af135bd994da0c357f10bd4c34afea1042b2eb0fd680
    """)

  /// The card's challenge in Terminal Authentication.
  static let challenge = bytes(
    """
    547e4eab03b235d2
    """)

  /// The terminal's signature in Terminal Authentication; the example sends no auxiliary data.
  static let terminalSignature = bytes(
    """
    81a2d9e5891b86a0f01add0341c89d6e9ef3e20c223884f27b2f2040e9721c46c9c3cf7c0ee0a422263ba6f1eafc693b
    d8738f34760b5998584f58dd25b8d60d99d7c45957c2e2f10c0e5f91a8dc88bd7cfa33cbf784a9da83c800324165179d
    be71c69b2c0fd811270e436c43278184ddb542142342dbf156e82d2a1bc19085
    """)

  /// The chip's private key of Chip Authentication, on brainpoolP256r1.
  static let chipScalar = bytes(
    """
    7984674cf3b3a524bf929ce8a67fcf22173da0bad595eed6deb72d22c542fa9d
    """)

  /// Its public half.
  static let chipPoint = bytes(
    """
    04a44ebe5451df7aadb01e459b8c928a87746a57927c8c28a6775c97a7e1fe8d9a46ff4a1cc7e4d1389aea19758e4f75
    c28c598fd734aebeb135337cf95be12e94
    """)

  /// The terminal's ephemeral key of Chip Authentication.
  static let ephemeralScalar = bytes(
    """
    a6a4d255c5bf7a77ec3d0553db74f693cf044e18c98364d4977a296108af19bd
    """)

  /// Its public half.
  static let ephemeralPoint = bytes(
    """
    045a7a377fc9cafc03ac7ff45441a8b2909d88eab8e6b0173847ab49b949df3799a34ee57ec55268cf8b1c3ec489f8bf
    4cf4c68d3fd9670e89c0d5d3fff1aaf89f
    """)

  /// The chip's nonce in Chip Authentication.
  static let chipNonce = bytes(
    """
    4287b3072a3edc60
    """)

  /// The chip's token.
  static let chipToken = bytes(
    """
    ff0117d68dee8e72
    """)

  /// The shared secret of Chip Authentication.
  static let chipSharedSecret = bytes(
    """
    791da04273ccfe862e52df60347e2557192e1f8d7517822ce3d306056c1cdeb4
    """)

  /// The new encryption key.
  static let chipEncryptionKey = bytes(
    """
    94abcd271ab7d9a5590ba52cb518b831
    """)

  /// The new authentication key.
  static let chipMACKey = bytes(
    """
    78b5709e7abedb185b424d0ee3a82499
    """)

  /// Bytes from hexadecimal text; white space is for people.
  static func bytes(_ text: String) -> [UInt8] {
    let digits = text.filter { !$0.isWhitespace }
    guard let bytes = Hex.decode(digits) else {
      Issue.record("not hexadecimal: \(text)")
      return []
    }
    return bytes
  }
}

/// A terminal certificate of a real service (Baden-Württemberg, expired in 2012) with both extensions that the German
/// PKI uses: the hash of the description, and the terminal sector.
enum ServiceCertificate {
  static let bytes = WorkedExample.bytes(
    """
    7f218201487f4e8201005f2901004210444544566549444454523130313430317f494f060a04007f0007020202020386
    41044fba5536f00fbdce28cbeed60b88c924bbcd5804b608297358ea95737c0bb8b39c458142af86b5ea02b83320c50f
    ed947279dc3d1ee18e1089072c5ccc5abc165f200e44453030303030353530303056317f4c12060904007f0007030102
    025305000100db045f25060102000102035f2406010200010204655e732d060904007f00070301030280204056ea704b
    a291e26b21fc1e4e37d9375cb93bbc91ea41912f726cca3aff6f64732d060904007f00070301030180204cb01322737a
    c56c6cac4defce6907190eae58b4eb1b7ed34753812775b57abb5f374025617fd6a292bc1e047b6c46420c8bfd2128bc
    5cb0780020e30e2416c8f3d4810b77295e90fa5930a531698fef219c01b8a5c6e6e5401d053355d55a74ac47f5
    """)
}
