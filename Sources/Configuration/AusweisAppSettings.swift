// `[ausweisapp]`: whether the station runs an AusweisApp of its own, which program that is, and how it is spoken to.

public struct AusweisAppSettings: Equatable, Sendable {
  public var isEnabled: Bool
  /// An absolute path.
  public var program: String
  /// Of the WebSocket on 127.0.0.1; 0: a free one at each start.
  public var port: Int
  /// The highest API level that is agreed on, 1...3.
  public var apiLevelMax: Int
  /// The town's service for online identification (docs/backchannel.md), https, or http on this machine
  /// (`OwnAddress`), without a slash at its end; nil: nobody
  /// is identified here.
  public var backChannel: String?
  /// PEM: the station's certificate and key for it.
  public var backChannelCredentials: String?
  /// PEM: under which its certificate must stand; nil: the system's authorities.
  public var backChannelCA: String?

  init(_ section: Section) {
    isEnabled = section.flag("enabled")
    program = section.text("program")
    port = section.integer("port")
    apiLevelMax = section.integer("api_level_max")
    backChannel = section.textIfPresent("back_channel").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    backChannelCredentials = section.textIfPresent("back_channel_credentials")
    backChannelCA = section.textIfPresent("back_channel_ca")
  }
}

extension StationSchema {
  static let ausweisApp = TableRule(keys: [
    KeyRule("enabled", .flag, default: .flag(false)),
    KeyRule("program", .text(1...200, .path), default: .text("/usr/bin/AusweisApp2")),
    KeyRule("port", .integer(0...65_535, unit: ""), default: .integer(0)),
    KeyRule("api_level_max", .integer(1...3, unit: ""), default: .integer(3)),
    KeyRule("back_channel", .text(1...200, .addressOrOwn), .means("nobody is identified here")),
    KeyRule("back_channel_credentials", .text(1...200, .path), .means("no certificate of our own")),
    KeyRule("back_channel_ca", .text(1...200, .path), .means("the system's authorities")),
  ])
}
