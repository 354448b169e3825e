// Which programs carry what: sendmail and the town's SMS command, as Kiosk.conf names them.

import Configuration
import Glibc
import Handover
import Journal

extension ProgramCarrier {
  /// The folder of the tries in the state directory.
  static let folder = "notices"

  /// The folder with its whole path: the helper that carries an errand works from another directory.
  static func absolute(_ directory: String) -> String {
    guard !directory.hasPrefix("/"), let here = unsafe getcwd(nil, 0) else { return directory }
    defer { unsafe free(here) }
    return unsafe String(cString: here) + "/" + directory
  }

  /// A carrier for each way that is set up. `directory` exists.
  static func configured(_ settings: NoticeSettings, directory: String) -> [NoticeChannel: any ErrandCarrier]
  {
    let directory = absolute(directory)
    var carriers: [NoticeChannel: any ErrandCarrier] = [:]
    let milliseconds = Int64(settings.timeoutSeconds) * 1000
    if settings.emailFrom != nil {
      let path = settings.sendmail
      carriers[.email] = ProgramCarrier(.email, directory: directory) { _ in
        Program(path, ["-t", "-i"], milliseconds: milliseconds)
      }
    }
    if let path = settings.smsCommand.first {
      let arguments = Array(settings.smsCommand.dropFirst())
      carriers[.sms] = ProgramCarrier(.sms, directory: directory) { errand in
        Program(
          path,
          arguments.map {
            $0.replacing("{number}", with: errand.address).replacing("{key}", with: errand.key)
          }, environment: ["KIOSK_NUMBER": errand.address, "KIOSK_KEY": errand.key],
          milliseconds: milliseconds)
      }
    }
    return carriers
  }
}
