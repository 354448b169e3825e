// JSON as AusweisApp and the back channel write it: the strict reader of Crypto, within the dialogue's limits.

import Crypto

extension JSONValue {
  /// Reads one message; nil: it is none, or passes a limit of `AusweisLimit`.
  init?(_ bytes: some Collection<UInt8>) {
    self.init(
      bytes,
      within: Limits(
        byteCountMax: AusweisLimit.messageBytesMax, depthMax: AusweisLimit.depthMax,
        valueCountMax: AusweisLimit.valuesMax))
  }
}
