// A Modbus slave that is not ours: a small program on Debian's libmodbus, compiled when the test runs, behind a
// pseudo-terminal. It knows inputs, coils and registers as the standard has them, and nothing of pulses.

import Foundation

/// The running slave.
final class LibmodbusSlave {
  /// The device at which a master finds it.
  let path: String
  private let process = Process()
  private let toProgram = Pipe()
  private let fromProgram = Pipe()
  private var unread: [UInt8] = []
  /// What it was asked: function, first and second number, as `05 0200 0007`.
  private(set) var requests: [String] = []

  /// Compiles the program into `folder`, unless it is there.
  static func compiled(in folder: String) throws -> String {
    let program = folder + "/slave"
    guard !FileManager.default.fileExists(atPath: program) else { return program }
    let source = folder + "/slave.c"
    try code.write(toFile: source, atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["cc", "-Wall", "-o", program, source, "-lmodbus", "-lutil", "-lpthread"]
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else {
      throw NotSaid(description: "the slave does not compile: are gcc and libmodbus-dev installed?")
    }
    return program
  }

  init(address: Int = 1, coils: Int = 1024, inputs: Int = 32, registers: Int = 64, in folder: String) throws {
    process.executableURL = URL(fileURLWithPath: try Self.compiled(in: folder))
    process.arguments = [address, coils, inputs, registers].map(String.init)
    process.standardInput = toProgram
    process.standardOutput = fromProgram
    try process.run()
    try fromProgram.fileHandleForWriting.close()
    var unread: [UInt8] = []
    path = try Self.line(&unread, fromProgram, seconds: 20)
    self.unread = unread
  }

  deinit {
    if process.isRunning {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Sets an input, which is known to be set when this returns.
  func set(input: Int, _ isOn: Bool) throws {
    toProgram.fileHandleForWriting.write(Data("input \(input) \(isOn ? 1 : 0)\n".utf8))
    try take { $0 == "set" }
  }

  /// Reads requests until one is `request`.
  func expect(_ request: String, seconds: Double = 20) throws {
    try take(seconds: seconds) { $0 == request }
  }

  /// Takes in what has been said so far. The slave says its word before it answers.
  func catchUp() throws {
    toProgram.fileHandleForWriting.write(Data("mark\n".utf8))
    try take { $0 == "mark" }
  }

  private func take(seconds: Double = 20, until isIt: (String) -> Bool) throws {
    while true {
      let line = try Self.line(&unread, fromProgram, seconds: seconds)
      if line.first?.isNumber == true { requests.append(line) }
      if isIt(line) { return }
    }
  }

  private static func line(_ unread: inout [UInt8], _ pipe: Pipe, seconds: Double) throws -> String {
    let deadline = Date().addingTimeInterval(seconds)
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    while true {
      if let end = unread.firstIndex(of: 0x0A) {
        defer { unread.removeFirst(end + 1) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let left = Int32(max(0, deadline.timeIntervalSinceNow * 1000))
      var buffer = [UInt8](repeating: 0, count: 4096)
      guard left > 0, poll(&polled, 1, left) > 0 else { throw NotSaid(description: "the slave is silent") }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { throw NotSaid(description: "the slave has ended") }
      unread += buffer[..<count]
    }
  }

  /// Two pseudo-terminals, bytes carried from one to the other by a thread; libmodbus has the far one.
  private static let code = """
    #define _GNU_SOURCE
    #include <errno.h>
    #include <modbus/modbus.h>
    #include <poll.h>
    #include <pthread.h>
    #include <pty.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <termios.h>
    #include <unistd.h>

    static modbus_mapping_t *map;
    static int near_end, far_end;

    static void carry(int from, int to) {
      unsigned char bytes[256];
      ssize_t count = read(from, bytes, sizeof bytes);
      for (ssize_t at = 0; at < count;) {
        ssize_t put = write(to, bytes + at, count - at);
        if (put <= 0) return;
        at += put;
      }
    }

    static void command(void) {
      char line[100];
      int input, value;
      if (!fgets(line, sizeof line, stdin)) exit(0);
      if (sscanf(line, "input %d %d", &input, &value) == 2 && input >= 0 && input < map->nb_input_bits) {
        map->tab_input_bits[input] = value;
        puts("set");
      } else {
        puts("mark");
      }
    }

    static void *wire(void *unused) {
      struct pollfd ends[] = {{near_end, POLLIN, 0}, {far_end, POLLIN, 0}, {0, POLLIN, 0}};
      for (;;) {
        if (poll(ends, 3, -1) <= 0) continue;
        if (ends[0].revents & POLLIN) carry(near_end, far_end);
        if (ends[1].revents & POLLIN) carry(far_end, near_end);
        if (ends[2].revents) command();
      }
      return unused;
    }

    static int end(int *outer, char *name) {
      struct termios raw;
      int inner;
      if (openpty(outer, &inner, name, NULL, NULL) != 0) exit(1);
      tcgetattr(inner, &raw);
      cfmakeraw(&raw);
      tcsetattr(inner, TCSANOW, &raw);
      return inner;
    }

    int main(int count, char **words) {
      char near_name[100], far_name[100];
      uint8_t query[MODBUS_RTU_MAX_ADU_LENGTH];
      pthread_t thread;
      if (count != 5) return 2;
      setvbuf(stdout, NULL, _IOLBF, 0);
      setvbuf(stdin, NULL, _IONBF, 0);
      end(&near_end, near_name);
      end(&far_end, far_name);
      map = modbus_mapping_new(atoi(words[2]), atoi(words[3]), atoi(words[4]), 0);
      modbus_t *slave = modbus_new_rtu(far_name, 9600, 'N', 8, 1);
      if (!map || !slave || modbus_set_slave(slave, atoi(words[1])) || modbus_connect(slave)) return 1;
      if (pthread_create(&thread, NULL, wire, NULL)) return 1;
      puts(near_name);
      for (;;) {
        int length = modbus_receive(slave, query);
        if (length <= 0) continue;
        printf("%02X %02X%02X %02X%02X\\n", query[1], query[2], query[3], query[4], query[5]);
        modbus_reply(slave, query, length, map);
      }
    }

    """
}
