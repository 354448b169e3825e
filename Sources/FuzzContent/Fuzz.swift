// libFuzzer over everything that reads what editors of a town write: `make fuzz SECONDS=600`. One program holds all
// targets; KIOSK_FUZZ_TARGET names the one to run, and KIOSK_FUZZ_SEEDS a folder that gets its seeds, and nothing else.

import Glibc

private typealias Body = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>, _ body: Body
) -> CInt

private let target: FuzzTarget = {
  guard let name = unsafe getenv("KIOSK_FUZZ_TARGET").map({ unsafe String(cString: $0) }),
    let target = FuzzTarget(rawValue: name)
  else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    print("set KIOSK_FUZZ_TARGET to one of: \(names)")
    exit(64)
  }
  return target
}()

/// SwiftPM starts an executable here; libFuzzer's own `main` is not used.
@_cdecl("FuzzContent_main")
public func start(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  if let folder = unsafe getenv("KIOSK_FUZZ_SEEDS").map({ unsafe String(cString: $0) }) {
    return writeSeeds(folder)
  }
  // What only has to be built once must not count as the time of the first input.
  target.prepare()
  var count = count
  var arguments = unsafe arguments
  return unsafe runDriver(&count, &arguments) { unsafe fuzz($0, $1) }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target.run(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

private func writeSeeds(_ folder: String) -> CInt {
  guard !target.seeds.isEmpty else {
    print("no seeds: run this where Content/ is")
    return 66
  }
  for (number, seed) in target.seeds.enumerated() {
    guard let file = unsafe fopen("\(folder)/seed-\(number)", "w") else { return 73 }
    unsafe fwrite(seed, 1, seed.count, file)
    unsafe fclose(file)
  }
  return 0
}
