// One life of a delivery to FIT-Connect on disks that may lose, between its start and a cut of the power.

import Crypto
import Handover
import Secrets

@testable import Configuration
@testable import Station

extension FitConnectTests {
  static let text =
    smallFileDestination + """
      [[destination]]
      name = "buergeramt"
      kind = "fit-connect"
      submission_api = "https://fit.example"
      token_address = "https://fit.example/token"
      client_id = "client"
      secret_file = "/secret"
      destination_id = "879ee109-a690-4db8-ab32-424e2f2d9c2c"
      region = "05162024"
      schema = "https://schema.example/application.json"
      environment = "test"

      """

  /// One life of a delivery on disks that may lose.
  final class Life {
    let deliverer: Deliverer
    let way: FitConnectWay
    let spool: Spool
    private let disk: LosingDisk
    var wall: Int64

    init(
      _ script: FitConnectScript, spool disk: LosingDisk, keys: LosingDisk, wall: Int64 = 1_800_000_000_000,
      rules: DestinationKeyRules = DestinationKeyRules()
    ) throws {
      let settings = try StationConfiguration.load(text: FitConnectTests.text, file: "K").get().destinations[
        1]
      guard case .fitConnect(let fit) = settings.kind else { fatalError("FIT-Connect") }
      self.wall = wall
      self.disk = disk
      spool = Spool(disk)
      try spool.open()
      let api = FitConnectAPI(fit, transport: script) { (_) throws(SubmissionFault) in Secret("s&c=r t".utf8)
      }
      way = FitConnectWay(
        settings, api: api, keys: FitConnectKeys(name: settings.name, disk: keys, rules: rules, pinned: nil)
      ) { (count) throws(CryptoError) in try randomSecret(count) }
      deliverer = Deliverer(spool: spool, ways: [way], log: { _ in })
    }

    var time: DeliveryTime { DeliveryTime(wall: wall, day: CivilDay(number: Int(wall / 86_400_000))) }

    func rounds(_ count: Int, seconds: Int64 = 30_000) {
      for _ in 0..<count {
        _ = deliverer.round(at: { self.time })
        wall += seconds * 1_000
      }
    }

    func keep(_ reference: String = "4827-1190", _ data: String = #"{"name":"Geheim"}"#) throws {
      let application = Application(
        destination: "buergeramt", reference: reference, form: "meldebescheinigung", leika: "99115003012000",
        title: "Meldebescheinigung", day: time.day, data: Secret(data.utf8))
      let (content, key) = try way.seal(application, at: time)
      _ = try spool.keep(
        SpoolEntry(
          reference: reference, destination: "buergeramt", form: application.form, title: application.title,
          leika: application.leika, day: application.day, keptAt: wall, key: key, since: wall,
          content: content))
    }

    var stage: SpoolEntry.Stage? { spool.entries.first?.stage }
    var fault: String? { spool.entries.first?.fault }
  }

  static func ready(_ script: FitConnectScript = FitConnectScript()) throws -> (FitConnectScript, Life) {
    let life = try Life(script, spool: LosingDisk(), keys: LosingDisk())
    life.rounds(1, seconds: 1)
    return (script, life)
  }
}
