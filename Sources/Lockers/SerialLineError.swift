// Why a serial line cannot be opened, each with what a technician does about it. The text names devices and
// settings only.

/// A serial line that could not be opened. `description` says the remedy.
public enum SerialLineError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No such device: unplugged, or a wrong path.
  case notFound(path: String)
  /// The rights of the device do not allow it. Waiting does not help; somebody has to act.
  case permissionDenied(path: String)
  /// Another process has the line.
  case inUse(path: String)
  /// The path is no terminal device.
  case notATerminal(path: String)
  /// The driver did not take a setting.
  case settingRefused(path: String, setting: String)
  /// Anything else: the system call and its errno.
  case failed(path: String, call: String, errno: Int32)

  /// Whether trying again later can help without anybody doing anything.
  public var mayPass: Bool {
    switch self {
    case .notFound, .inUse, .failed: true
    case .permissionDenied, .notATerminal, .settingRefused: false
    }
  }

  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such device; plug the adapter in, or correct the path of this bus"
    case .permissionDenied(let path):
      "\(path): permission denied; give the station's user the group of the device (udev rule, kiosk-lockers)"
    case .inUse(let path):
      "\(path): another process uses this line; stop it, for a bus has one master"
    case .notATerminal(let path):
      "\(path): not a serial device; correct the path of this bus"
    case .settingRefused(let path, let setting):
      "\(path): the driver does not take \(setting); use another adapter or another setting"
    case .failed(let path, let call, let number):
      "\(path): \(call) failed with errno \(number); unplug the adapter and plug it in again"
    }
  }
}
