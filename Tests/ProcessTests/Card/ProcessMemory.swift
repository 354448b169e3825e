// The memory of a running process as a core dump would show it: every readable mapping, searched for secrets in the
// shapes that they can take. Linux only, and only as root: the station forbids dumps to everybody else.

import Crypto
import Foundation
import Secrets

/// A secret to look for.
struct MemoryNeedle {
  let name: String
  fileprivate let shapes: [(shape: String, bytes: [UInt8])]

  /// Digits as text (bytes and UTF-16), as numbers 0 to 9, as BCD, and as the keys that PACE makes of them
  /// (TR-03110-3 A.2.3.2, counter 3): who has such a key finds the six digits in a moment.
  init(_ name: String, digits: String) {
    self.name = name
    let text = Array(digits.utf8)
    let numbers = text.map { $0 - 0x30 }
    var shapes: [(String, [UInt8])] = [
      ("text", text), ("UTF-16", text.flatMap { [$0, 0] }), ("numbers", numbers),
    ]
    // Three bytes of BCD come about by chance in any megabyte; five do not.
    if numbers.count >= 10 {
      shapes.append(
        ("BCD", stride(from: 0, to: numbers.count, by: 2).map { numbers[$0] << 4 | numbers[$0 + 1] }))
    }
    let keyed = text + [0, 0, 0, 3]
    shapes.append(("PACE key 128", Array(HashAlgorithm.sha1.digest(of: keyed).prefix(16))))
    shapes.append(("PACE key 256", Array(HashAlgorithm.sha256.digest(of: keyed).prefix(16))))
    self.shapes = shapes
  }

  /// Text as it stands.
  init(_ name: String, text: String) {
    self.name = name
    shapes = [("text", Array(text.utf8)), ("UTF-16", text.utf8.flatMap { [$0, 0] })]
  }
}

/// A process whose memory is looked through.
struct ProcessMemory {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  let pid: pid_t
  /// Longer runs of digits are counters and times of day: six digits in them are chance.
  private static let digitRunMax = 11
  private static let chunkByteCount = 4 << 20

  /// What was found, and how much was looked at.
  struct Findings {
    var lines: [String] = []
    var byteCount = 0
  }

  func search(_ needles: [MemoryNeedle]) throws -> Findings {
    let memory = open("/proc/\(pid)/mem", O_RDONLY | O_CLOEXEC)
    guard memory >= 0 else { throw Failure(description: "/proc/\(pid)/mem: errno \(errno)") }
    defer { close(memory) }
    let maps = try Self.text("/proc/\(pid)/maps")
    var findings = Findings()
    for line in maps.split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 5)
      let ends = fields[0].split(separator: "-").compactMap { UInt64($0, radix: 16) }
      // [vvar] and [vsyscall] are the kernel's, and pages of a file that nobody may write are as the file is.
      let isFile = fields.count > 5 && fields[5].contains("/")
      guard ends.count == 2, fields[1].hasPrefix(isFile ? "rw" : "r"), !line.contains("[v") else { continue }
      let place = fields.count > 5 ? fields[5].trimmingCharacters(in: .whitespaces) : "anonymous"
      search(memory, ends[0]..<ends[1], place, needles, &findings)
    }
    return findings
  }

  /// A file of /proc, which comes a page at a time.
  private static func text(_ path: String) throws -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure(description: "\(path): errno \(errno)") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = read(file, &part, part.count), count > 0 { bytes += part[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func search(
    _ memory: Int32, _ range: Range<UInt64>, _ place: String, _ needles: [MemoryNeedle],
    _ findings: inout Findings
  ) {
    // Chunks overlap, so that nothing hides on a border.
    let overlap: UInt64 = 64
    var chunk = [UInt8](repeating: 0, count: Self.chunkByteCount)
    var start = range.lowerBound
    while start < range.upperBound {
      let wanted = Int(min(UInt64(Self.chunkByteCount), range.upperBound - start))
      let got = chunk.withUnsafeMutableBytes {
        pread(memory, $0.baseAddress, wanted, off_t(start))
      }
      guard got > 0 else { return }
      findings.byteCount += got
      chunk.withUnsafeBytes { bytes in
        let all = UnsafeRawBufferPointer(rebasing: bytes[..<got])
        for needle in needles {
          for (shape, wanted) in needle.shapes {
            for offset in Self.places(of: wanted, in: all) where !Self.isChance(all, offset, wanted) {
              let from = max(0, offset - 16)
              let around = all[from..<min(got, offset + wanted.count + 16)]
                .map { $0 >= 0x20 && $0 < 0x7F ? String(UnicodeScalar($0)) : "." }.joined()
              findings.lines.append(
                "\(needle.name) as \(shape) in \(place) at \(String(start + UInt64(offset), radix: 16)): \(around)"
              )
            }
          }
        }
      }
      if start + UInt64(got) >= range.upperBound { return }
      start += UInt64(got) - min(overlap, UInt64(got) / 2)
    }
  }

  private typealias Finder =
    @convention(c) (
      UnsafeRawPointer?, Int, UnsafeRawPointer?, Int
    ) -> UnsafeMutableRawPointer?
  /// A GNU function that the Glibc module does not show; byte by byte in Swift a search would take minutes.
  private static let memmem = unsafeBitCast(dlsym(nil, "memmem"), to: Finder.self)

  private static func places(of wanted: [UInt8], in bytes: UnsafeRawBufferPointer) -> [Int] {
    var found: [Int] = []
    var from = 0
    while from < bytes.count {
      guard let hit = memmem(bytes.baseAddress! + from, bytes.count - from, wanted, wanted.count) else {
        break
      }
      let offset = UnsafeRawPointer(hit) - bytes.baseAddress!
      found.append(offset)
      from = offset + 1
    }
    return found
  }

  private static func isChance(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ wanted: [UInt8]) -> Bool {
    func isDigit(_ index: Int) -> Bool {
      index >= 0 && index < bytes.count && (0x30...0x39).contains(bytes[index])
    }
    guard wanted.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    var (first, last) = (offset, offset + wanted.count - 1)
    while isDigit(first - 1) { first -= 1 }
    while isDigit(last + 1) { last += 1 }
    return last - first + 1 > digitRunMax
  }
}
