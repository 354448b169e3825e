// Private keys from the texts that `openssl genpkey` and `openssl ecparam` write, and what is refused. The keys were
// made for these tests and protect nothing.

import Crypto
import Secrets
import Testing

@Suite struct PrivateKeyFileTests {
  private func key(_ text: String) throws(CryptoError) -> CurvePrivateKey {
    try CurvePrivateKey(pem: Secret(Array(text.utf8)))
  }

  // As Debian's cvc-create wants keys: PKCS#8 with the curve spelled out.
  @Test func pkcs8WithTheCurveSpelledOut() throws {
    let key = try key(
      """
      -----BEGIN PRIVATE KEY-----
      MIIBYQIBADCB7AYHKoZIzj0CATCB4AIBATAsBgcqhkjOPQEBAiEAqftX26Huqbw+
      ZgqQnYONcm479iPVJiAoIBNIHR9uU3cwRAQgfVoJdfwsMFfu9nUwQXr/5/uAVcEm
      3Fxs6UpLRPMwtdkEICbcXGzpSktE8zC12bvXfL+VhBYpXPfhzmvM3Bj/jAe2BEEE
      i9Kuuct+V8ssS0gv/IG3r7neJ+HjvSPCOkRTvZrOMmJUfvg1w9rE/Zf4RhoUYR3J
      wndFEy3tjlRcHVTHLwRplwIhAKn7V9uh7qm8PmYKkJ2DjXGMOXqjtWGm95AeDoKX
      SFanAgEBBG0wawIBAQQgOCXCY+rq1ccN4I8JjJljs+WbUnnvDYkVS3Y+bcZ/Chqh
      RANCAAQsnyuVEvqBY0suYFKnoDlq5F9mziOWpam3YCBJeVNMLRTTk9viuXQp7Rdy
      AJbTkmfd29GZtyewFfY+lCQhycCS
      -----END PRIVATE KEY-----

      """)
    #expect(key.curve == .brainpoolP256r1)
    #expect(key.scalar == secret("3825C263EAEAD5C70DE08F098C9963B3E59B5279EF0D89154B763E6DC67F0A1A"))
    #expect(key.publicPoint.x == hex("2C9F2B9512FA81634B2E6052A7A0396AE45F66CE2396A5A9B760204979534C2D"))
  }

  @Test func olderFormWithTheCurveNamed() throws {
    let key = try key(
      """
      -----BEGIN EC PRIVATE KEY-----
      MIGkAgEBBDBxLpq60//DpggOeCIPb8daJdnLbyxAwJHasQuTm4lCV4HfmACyyXp+
      +wQqwiEuS56gBwYFK4EEACKhZANiAAQe6sMebR1XXQ1Kafu6+cgaJ2MgvZkmy/BI
      DQ8uDI/JrNElIDjtByRomwZ49tkXW5MopTtLHt50xjgRx/W3WVlZJkthEAbpsldZ
      LaK06QVsEyNe/Ry75RZ4E/77Ru91RxM=
      -----END EC PRIVATE KEY-----
      """)
    #expect(key.curve == .secp384r1)
    #expect(key.publicPoint.x.starts(with: hex("1EEAC31E6D1D575D")))
  }

  @Test(arguments: [
    "", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
    // Ed25519
    """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEINrE2+LaZUKrdVztTvVnwjgqJsuwnbKJjcbW/B2m09iF
    -----END PRIVATE KEY-----
    """,
    // secp256k1, which no card has
    """
    -----BEGIN EC PRIVATE KEY-----
    MHQCAQEEIFnbtp1kL4pK2IvvL5wSx7AcALOTi1yVgaHVdCf1HU1woAcGBSuBBAAK
    oUQDQgAEmDoB8OgOfXWFiZrHWIiFfSqXT9eqnbYY621p/e/jo8HHoGZdujSogOsE
    PDg3+Z37I0gf1/RFvy0GXTlc6Pfx1Q==
    -----END EC PRIVATE KEY-----
    """,
    // Encrypted: must be refused without asking anybody for a password.
    """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAi5PXfBq1T/qAICCAAw
    DAYIKoZIhvcNAgkFADAdBglghkgBZQMEAQIEEGR0GPv1rB8GI0OwR+/RH/QEgZBq
    waWZPRIsVQ3od5zUdqsGU46e8RLZWucEEHq4lgF6VKNzl9x7orTj2q+WavhRjGPm
    Xg7uM8JJLb8JPJPkN4mqYfOBBCeWQ5/hoc0h2ONpPIZrY4fjoR4Vy56T5rxjpSY/
    A+eyS36ksZUuhjjonmDKEmTlgnBEA4TfpwyCqUED5lSiiHJa0S6mrd9iyUzw3cI=
    -----END ENCRYPTED PRIVATE KEY-----
    """,
    // Too long
    String(repeating: "\n", count: CurvePrivateKey.pemByteCountMax + 1),
  ]) func otherTextsAreRefused(_ text: String) {
    #expect(throws: CryptoError.self) { try self.key(text) }
    do throws(CryptoError) {
      _ = try key(text)
    } catch {
      guard case .privateKeyText = error else {
        Issue.record("another error: \(error)")
        return
      }
    }
  }
}
