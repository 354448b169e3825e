// libpcsclite behind SmartCardCalls: the one file that calls it. Every pointer lives for one call; no C type leaves.

internal import CPCSC
import Glibc

/// PC/SC by libpcsclite and pcscd.
struct PCSCLite: SmartCardCalls {
  /// SCARD_SCOPE_SYSTEM.
  private static let systemScope: DWORD = 2

  private static func check(_ result: LONG) throws(SmartCardCode) {
    if result != 0 { throw SmartCardCode(UInt32(truncatingIfNeeded: result)) }
  }

  func establish() throws(SmartCardCode) -> SmartCardContext {
    var context = SCARDCONTEXT()
    do throws(SmartCardCode) {
      try Self.check(unsafe SCardEstablishContext(Self.systemScope, nil, nil, &context))
    } catch {
      // The library says "no service" as well when the socket is there and does not let us in.
      throw error == .noService && Self.isSocketClosedToUs ? .noAccess : error
    }
    return SmartCardContext(value: context)
  }

  private static var isSocketClosedToUs: Bool {
    let named = unsafe getenv("PCSCLITE_CSOCK_NAME").map { unsafe String(cString: $0) }
    let path = named ?? "/run/pcscd/pcscd.comm"
    return unsafe access(path, F_OK) == 0 ? access(path, W_OK) != 0 : errno == EACCES
  }

  func release(_ context: SmartCardContext) { _ = SCardReleaseContext(context.value) }

  func cancel(_ context: SmartCardContext) { _ = SCardCancel(context.value) }

  func readers(_ context: SmartCardContext) throws(SmartCardCode) -> [String] {
    // The list can grow between asking for its length and reading it: room for all that there can be.
    var length = DWORD(readerCountMax * 128 + 1)
    var names = [CChar](repeating: 0, count: Int(length))
    do throws(SmartCardCode) {
      try Self.check(unsafe SCardListReaders(context.value, nil, &names, &length))
    } catch {
      if error == .noReaders { return [] }
      throw error
    }
    let text = names.prefix(min(Int(length), names.count)).map { UInt8(bitPattern: $0) }
    return text.split(separator: 0).prefix(readerCountMax).map { String(decoding: $0, as: UTF8.self) }
  }

  func statusChange(
    _ context: SmartCardContext, _ rows: inout [ReaderWatch], milliseconds: Int
  ) throws(SmartCardCode) {
    var states: [SCARD_READERSTATE] = unsafe []
    let names = unsafe rows.map { unsafe strdup($0.name) }
    defer { for index in rows.indices { unsafe free(names[index]) } }
    for index in rows.indices {
      var state = unsafe SCARD_READERSTATE()
      unsafe state.szReader = unsafe UnsafePointer(names[index])
      unsafe state.dwCurrentState = DWORD(rows[index].current)
      unsafe states.append(state)
    }
    let result = unsafe SCardGetStatusChange(
      context.value, DWORD(milliseconds), &states, DWORD(states.count))
    // After a time-out the states are good too: not every change wakes the call, as an exclusive connection does not.
    for index in rows.indices {
      rows[index].event = UInt32(truncatingIfNeeded: unsafe states[index].dwEventState)
      let count = min(Int(unsafe states[index].cbAtr), answerToResetByteCountMax)
      rows[index].atr = unsafe withUnsafeBytes(of: &states[index].rgbAtr) { unsafe Array($0.prefix(count)) }
    }
    try Self.check(result)
  }

  func connect(
    _ context: SmartCardContext, reader: String, share: SmartCardShare, protocols: UInt32
  ) throws(SmartCardCode) -> (SmartCardHandle, SmartCardProtocol) {
    var handle = SCARDHANDLE()
    var active = DWORD()
    try Self.check(
      unsafe SCardConnect(
        context.value, reader, DWORD(share.rawValue), DWORD(protocols), &handle, &active))
    let kind = SmartCardProtocol(rawValue: UInt32(truncatingIfNeeded: active)) ?? .raw
    return (SmartCardHandle(value: handle), kind)
  }

  func disconnect(_ handle: SmartCardHandle, _ disposition: SmartCardDisposition) {
    _ = SCardDisconnect(handle.value, DWORD(disposition.rawValue))
  }

  func beginTransaction(_ handle: SmartCardHandle) throws(SmartCardCode) {
    try Self.check(SCardBeginTransaction(handle.value))
  }

  func endTransaction(_ handle: SmartCardHandle) {
    _ = SCardEndTransaction(handle.value, DWORD(SmartCardDisposition.leave.rawValue))
  }

  func answerToReset(_ handle: SmartCardHandle) throws(SmartCardCode) -> [UInt8] {
    var atr = [UInt8](repeating: 0, count: answerToResetByteCountMax)
    var (length, state, active) = (DWORD(atr.count), DWORD(), DWORD())
    try Self.check(unsafe SCardStatus(handle.value, nil, nil, &state, &active, &atr, &length))
    return Array(atr.prefix(Int(length)))
  }

  func transmit(
    _ handle: SmartCardHandle, _ kind: SmartCardProtocol, _ command: [UInt8]
  ) throws(SmartCardCode) -> [UInt8] {
    let header =
      switch kind {
      case .t0: unsafe kiosk_pci_t0()
      case .t1: unsafe kiosk_pci_t1()
      case .raw: unsafe kiosk_pci_raw()
      }
    var length = DWORD(answerByteCountMax)
    var result = LONG()
    let answer = unsafe [UInt8](unsafeUninitializedCapacity: answerByteCountMax) { buffer, count in
      result = unsafe SCardTransmit(
        handle.value, header, command, DWORD(command.count), nil, buffer.baseAddress, &length)
      count = result == 0 ? min(Int(length), answerByteCountMax) : 0
    }
    try Self.check(result)
    return answer
  }

  func control(
    _ handle: SmartCardHandle, code: UInt32, _ input: [UInt8]
  ) throws(SmartCardCode) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: answerByteCountMax)
    var length = DWORD()
    try Self.check(
      unsafe SCardControl(
        handle.value, DWORD(code), input, DWORD(input.count), &output, DWORD(output.count), &length))
    return Array(output.prefix(Int(length)))
  }
}
