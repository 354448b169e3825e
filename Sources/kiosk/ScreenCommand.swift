// `kiosk screen`: becomes `kiosk-screen`, the program that draws the citizen's screen. It shares nothing with it but
// the name, so that the screen links no more than it needs.

import ArgumentParser
import Glibc
import Messages

struct ScreenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "The citizen's screen on this terminal: starts kiosk-screen with the same arguments.",
    discussion:
      "Exit status: that of kiosk-screen; 69 it is not found beside kiosk, in ../libexec or in PATH.")

  @Argument(parsing: .captureForPassthrough, help: "Arguments of kiosk-screen.") var arguments: [String] = []

  func run() throws {
    let arguments = ScreenCommand.withSocket(arguments)
    for program in ScreenCommand.candidates() where unsafe access(program, X_OK) == 0 {
      var words: [UnsafeMutablePointer<CChar>?] = unsafe (["kiosk-screen"] + arguments).map {
        unsafe strdup($0)
      }
      unsafe words.append(nil)
      unsafe execv(program, words)
    }
    Output.complain("kiosk: kiosk-screen is not there: install it beside kiosk")
    throw ExitCode(69)
  }

  /// All commands name the socket's directory; `kiosk-screen` wants the socket itself.
  static func withSocket(_ words: [String]) -> [String] {
    func path(_ value: String) -> String {
      value.hasSuffix(".sock") ? value : value + "/" + SocketName.citizen
    }
    var words = words
    if words.contains("--help") || words.contains("-h") { return words }
    if let index = words.firstIndex(of: "--socket"), index + 1 < words.count {
      words[index + 1] = path(words[index + 1])
    } else if let index = words.firstIndex(where: { $0.hasPrefix("--socket=") }) {
      words[index] = "--socket=" + path(String(words[index].dropFirst("--socket=".count)))
    } else {
      words += ["--socket", path(Environment.value("KIOSK_SOCKET") ?? StaffOptions.directoryDefault)]
    }
    return words
  }

  /// The path of this program; empty where /proc is not there.
  static var executable: String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      guard let address = buffer.baseAddress else { return "" }
      let count = unsafe readlink("/proc/self/exe", address, buffer.count)
      let bytes = unsafe buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Where it may lie, in the order in which it is looked for.
  static func candidates() -> [String] {
    var folders: [String] = []
    let own = executable
    if !own.isEmpty {
      let folder = String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])
      folders = [folder, folder + "/../libexec"]
    }
    folders += (Environment.value("PATH") ?? "").split(separator: ":").map(String.init)
    return folders.map { $0 + "/kiosk-screen" }
  }
}
