// The register of wire protocols. A dialect that is not named here does not exist for the rest of the product.

/// The name of a wire protocol, as the configuration writes it.
public enum DialectName: String, Hashable, Sendable, CaseIterable {
  /// Kerong KR-CU12, KR-CU16, NCU16L: `02 ADDR CMD DATA 03 SUM`.
  case kerong

  var dialect: any Dialect {
    switch self {
    case .kerong: KerongDialect()
    }
  }
}
