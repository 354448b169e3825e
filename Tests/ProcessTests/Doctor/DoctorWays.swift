// What can be wrong with the ways out that Kiosk.conf names: e-mail, SMS and the receipt printer.

import Foundation

extension DoctorCase {
  /// On a machine where all three are set up.
  static var ways: [DoctorCase] {
    let conf = "/etc/kiosk/Kiosk.conf"
    let printers = "/etc/cups/printers.conf"
    return [
      .init("no sendmail", "fault", "mail-program", "/usr/sbin/sendmail is not there") {
        try $0.remove("/usr/sbin/sendmail")
      },
      .init(
        "a sendmail of the town's that is not there", "fault", "mail-program", "/opt/town/sendmail is not"
      ) {
        try $0.change(conf, "[notices]", "[notices]\nsendmail = \"/opt/town/sendmail\"")
      },
      .init("a sendmail that cannot run", "fault", "mail-program", "cannot be executed") {
        $0.mode("/usr/bin/msmtp", 0o644)
      },
      .init("a sendmail that is a folder", "fault", "mail-program", "is no program") {
        try $0.change(conf, "[notices]", "[notices]\nsendmail = \"/usr/sbin\"")
      },
      .init("a sendmail in a home", "fault", "mail-program", "hidden from the station's service") {
        try $0.write("/run/user/1000/sendmail", "x")
        $0.mode("/run/user/1000/sendmail", 0o755)
        try $0.change(conf, "[notices]", "[notices]\nsendmail = \"/run/user/1000/sendmail\"")
      },
      .init("msmtp without a mail server", "warning", "mail-program", "/etc/msmtprc is not there") {
        try $0.remove("/etc/msmtprc")
      },
      .init(
        "a mail server that only root knows", "warning", "mail-program", "cannot be read", needsDevice: true
      ) {
        $0.mode("/etc/msmtprc", 0o600)
      },
      .init("postfix", "warning", "mail-program", "postdrop gains rights") {
        try $0.remove("/usr/sbin/sendmail")
        for name in ["/usr/sbin/sendmail", "/usr/sbin/postdrop"] {
          try $0.write(name, "x")
          $0.mode(name, name.hasSuffix("drop") ? 0o2755 : 0o755)
        }
      },
      .init("an SMS program that is not there", "fault", "sms-program", "/usr/local/bin/sms is not there") {
        try $0.remove("/usr/local/bin/sms")
      },
      .init("an SMS program that cannot run", "fault", "sms-program", "cannot be executed") {
        $0.mode("/usr/local/bin/sms", 0o644)
      },
      .init(
        "an SMS program for its owner only", "fault", "sms-program", "cannot be executed", needsDevice: true
      ) {
        $0.mode("/usr/local/bin/sms", 0o700)
      },
      .init("no lp", "fault", "printer", "lp is not there") { try $0.remove("/usr/bin/lp") },
      .init("no print queue", "fault", "printer", "no printer Beleg") { try $0.remove(printers) },
      .init("another print queue", "fault", "printer", "no printer Beleg") {
        try $0.change(printers, "<DefaultPrinter Beleg>", "<DefaultPrinter Flur>")
      },
      .init("a stopped printer", "warning", "printer", "Beleg is stopped") {
        try $0.change(
          printers, "Beleg>\nState Idle", "Beleg>\nState Stopped")
      },
      .init("a printer that takes nothing", "warning", "printer", "Beleg takes no jobs") {
        try $0.change(
          printers, "Beleg>\nState Idle\nAccepting Yes", "Beleg>\nState Idle\nAccepting No")
      },
      .init("a spooler elsewhere", "unknown", "printer", "another machine's queue") {
        try $0.write("/etc/cups/client.conf", "ServerName print.example.org\n")
      },
    ]
  }
}
