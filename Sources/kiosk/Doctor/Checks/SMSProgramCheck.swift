// The program that takes text messages, as Kiosk.conf names it.

import Configuration

enum SMSProgramCheck: Check {
  static let code = "sms-program"

  static func look(at scene: Scene) -> [Finding] {
    guard let notices = try? scene.configuration.get().notices else {
      return [.unknown(code, "Kiosk.conf names no SMS program", "see the finding 'configuration'")]
    }
    guard let program = notices.smsCommand.first else {
      return [.ok(code, "SMS are not set up in Kiosk.conf")]
    }
    return [
      scene.trouble(
        withProgram: program, code: code, loss: "no SMS can be sent", key: "[notices] sms_command")
        ?? .ok(code, "\(program) can be executed")
    ]
  }
}
