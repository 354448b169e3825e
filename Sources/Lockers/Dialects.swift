// The register of wire protocols. A dialect that is not named here does not exist for the rest of the product.

/// The name of a wire protocol, as the configuration writes it.
public enum DialectName: String, Hashable, Sendable, CaseIterable {
  /// Kerong KR-CU12, KR-CU16, NCU16L: `02 ADDR CMD DATA 03 SUM`.
  case kerong
  /// The boards of 8 to 50 channels that are told by `8A` and `80`: `8A BOARD LOCK 11 BCC`.
  case xor
  /// Relays and inputs behind Modbus RTU: FC02, and a pulse that the board times itself.
  case modbus

  var dialect: any Dialect {
    switch self {
    case .kerong: KerongDialect()
    case .xor: XORDialect()
    case .modbus: ModbusDialect()
    }
  }

  /// The board addresses that the dialect can name, without broadcast addresses.
  public var addresses: ClosedRange<Int> {
    switch self {
    case .kerong: 0...14
    case .xor: XORDialect.addresses
    case .modbus: ModbusDialect.addresses
    }
  }

  /// How many locks one board can have.
  public var locks: ClosedRange<Int> {
    switch self {
    case .kerong: 1...KerongDialect.locksMax
    case .xor: 1...XORDialect.locksMax
    case .modbus: 1...ModbusDialect.locksMax
    }
  }

  /// How long a coil is energised when nothing is said, in ms. A board's own setting in the Kerong family.
  public var pulseMilliseconds: Int {
    switch self {
    case .kerong, .modbus: 500
    case .xor: XORDialect.ownPulseMilliseconds
    }
  }
}
