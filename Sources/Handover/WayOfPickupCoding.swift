// The payload of the records about proxies, custodians and old documents, there and back. Written once, never
// changed: see docs/journal.md.

extension Event {
  func writeWayOfPickup(to out: inout ByteWriter) {
    switch self {
    case .oldDocumentNamed(let order, let kind):
      out.put(order.value)
      out.put(kind.rawValue)
    case .identifiedAs(let order, let person):
      out.put(order.value)
      out.put(person.rawValue)
    case .proxyReleased(let order, let number):
      out.put(order.value)
      out.put(number)
    case .proxyWithdrawn(let order): out.put(order.value)
    case .oldDocumentLost(let order, let kind, let version, let wording):
      out.put(order.value)
      out.put(kind.rawValue)
      out.put(version)
      out.put(wording)
    case .oldDocumentSettled(let ref, let order, let fate):
      out.put(ref)
      out.put(order.value)
      out.put(fate.rawValue)
    case .oldDocumentCollected(let ref, let order, let wasInside):
      out.put(ref)
      out.put(order.value)
      out.put(wasInside)
    default: preconditionFailure("\(name) is written elsewhere")
    }
  }

  init(wayOfPickupCode code: UInt8, from input: inout ByteReader) throws(RecordCodingError) {
    switch code {
    case 23: self = .oldDocumentNamed(try input.order(), try input.raw(DocumentKind.self))
    case 24: self = .identifiedAs(try input.order(), try input.raw(PickupPerson.self))
    case 25: self = .proxyReleased(try input.order(), number: try input.int())
    case 26: self = .proxyWithdrawn(try input.order())
    case 27:
      self = .oldDocumentLost(
        try input.order(), try input.raw(DocumentKind.self), version: try input.string(),
        wording: try input.string())
    case 28:
      self = .oldDocumentSettled(try input.ref(), try input.order(), try input.raw(OldDocumentFate.self))
    case 29:
      self = .oldDocumentCollected(try input.ref(), try input.order(), wasInside: try input.bool())
    default: throw .unknownKind(code)
    }
  }
}
