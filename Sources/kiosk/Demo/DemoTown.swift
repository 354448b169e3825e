// The town of the demo: its Kiosk.conf, its wall, and the orders of people who do not exist. Their mobile numbers are
// of a block that the Bundesnetzagentur keeps free for stories (0171 39200xx).

import Configuration
import Messages

enum DemoTown {
  static let boards = 3
  static let locks = 16
  static let rows = 4
  static let columns = 12
  static let doors = boards * locks

  /// What makes all codes of the demo the same each time.
  static let seed = "Musterstadt, Am Markt 1, 48 Fächer"

  /// The place of a door on the wire, both from 0.
  static func wire(_ compartment: Int) -> (board: Int, lock: Int) {
    ((compartment - 1) / locks, (compartment - 1) % locks)
  }

  static func compartment(board: Int, lock: Int) -> Int { board * locks + lock + 1 }

  static func configuration(_ places: DemoPlaces, profile: StationProfile, port: Int) -> String {
    common(places, profile)
      + (profile.hasLockers ? wall(places) : "") + DemoAusweisApp.configuration(places, port: port)
      + DemoOffice.configuration(places)
  }

  private static func common(_ places: DemoPlaces, _ profile: StationProfile) -> String {
    """
    # Made by `kiosk demo` for its scratch directory. Kiosk.conf in the sources explains every key.
    [station]
    name = "Demo"
    town = "Stadt Musterstadt"
    profile = "\(profile.rawValue)"

    [counter]
    name = "Bürgeramt, Schalter 3"
    address = "Am Markt 1"
    hours = ["Mo Di Do  8:00 bis 16:00 Uhr", "Mi Fr     8:00 bis 12:00 Uhr"]
    phone = "0999 123-0"

    [deposit]
    # One person alone at the keyboard: no second login.
    four_eyes = false

    [pickup]
    # Whoever lays a card down at the wall (F12) comes back within this time.
    reconnect_seconds = 60

    [card]
    reader = "auto"
    path = "ausweisapp"
    csca = "\(places.pki)/masterlist.ml"

    [journal]
    disk_floor_megabytes = 16
    ballast_megabytes = 1

    # An account that does not exist.
    [payment]
    payee = "Stadt Musterstadt"
    iban = "DE02 1203 0000 0000 2020 51"

    """
  }

  private static func wall(_ places: DemoPlaces) -> String {
    """

    [[bus]]
    name = "wall"
    path = "\(places.line)"

    [[bus.board]]
    address = 0

    [[bus.board]]
    address = 1

    [[bus.board]]
    address = 2

    [wall]
    rows = \(rows)
    columns = \(columns)

    [[compartments]]
    first = 1
    count = 36
    bus = "wall"
    size = "S"
    rows = 3
    low_rows = [3]

    [[compartments]]
    first = 37
    count = 12
    bus = "wall"
    board = 2
    lock = 4
    size = "M"
    row = 4
    low_rows = [4]

    """
  }

  /// What becomes of an order before the screen starts.
  enum Fate {
    /// Lies in a compartment.
    case deposited
    /// Lay in a compartment, was not picked up and went to the counter.
    case retrieved
    /// Announced by the register; to be deposited by whoever tries it.
    case announced
  }

  struct Demand {
    var row: OrderImportRow
    var fate: Fate
    /// The card shows a proxy's code instead of the person's own.
    var isProxy = false
    /// What this order shows, if it is on the card.
    var shows: (german: String, english: String)?
  }

  static let demands: [Demand] = [
    demand(
      "D-1001", ["passport"], "Erika Muster", phone: "+491713920001", born: "1985-03-17",
      shows: ("ein Reisepass", "a passport")),
    demand(
      "D-1002", ["id_card"], "Jan Beispiel", phone: "+491713920002", born: "1979-11-02",
      shows: ("Familie: ein Personalausweis", "a family: an ID card")),
    demand(
      "D-1003", ["under16_card"], "Mia Beispiel", phone: "+491713920002", born: "2014-12-24",
      shows: ("Familie: der Ausweis des Kindes", "a family: the child's card")),
    demand(
      "D-1004", ["id_card"], "Hans Vorlage", slip: "47110815", born: "1948-05-08",
      shows: ("mit der Nummer aus dem Brief", "with the number of a letter")),
    demand(
      "D-1005", ["residence_permit"], "Ada Probe", phone: "+491713920005", born: "1990-06-30",
      fate: .retrieved, shows: ("zu spät: liegt am Schalter", "too late: it is at the counter")),
    demand(
      "D-1006", ["driving_licence"], "Kim Entwurf", phone: "+491713920006", born: "2001-01-09", low: true,
      shows: ("ein Führerschein, unteres Fach", "a driving licence, low door")),
    demand(
      "D-1007", ["passport", "id_card"], "Ole Sample", phone: "+491713920007", born: "1966-08-21", size: "M"),
    demand(
      "D-1009", ["id_card"], "Ben Beispiel", phone: "+491713920009", born: "1999-10-10", counterOnly: true),
    demand(
      "D-1010", ["passport"], "Eva Vorlage", phone: "+491713920010", born: "1958-04-01", fate: .announced),
    demand(
      "D-1011", ["id_card"], "Tom Probe", phone: "+491713920011", born: "1983-07-15", fate: .announced),
    demand(
      "D-1012", ["passport"], "Ina Probe", phone: "+491713920003", born: "1978-05-14",
      shows: ("Familie: drei Dokumente nacheinander", "a family of three, one after the other")
    ),
    demand(
      "D-1013", ["passport"], "Leo Probe", phone: "+491713920003", born: "2016-02-29",
      custodians: ["1978-05-14"]),
    demand(
      "D-1014", ["under16_card"], "Noa Probe", phone: "+491713920003", born: "2018-09-09",
      custodians: ["1978-05-14"]),
    demand(
      "D-1015", ["passport"], "Uwe Muster", phone: "+491713920004", born: "1971-01-31",
      oldDocument: "passport",
      shows: ("alter Reisepass, am Leser gezeigt", "old passport: reader, then the door")),
    demand(
      "D-1016", ["id_card"], "Ada Muster", phone: "+491713920008", born: "1962-07-07", isProxy: true,
      shows: ("mit Vollmacht, eigener Code", "a proxy with a code of their own")),
  ]

  /// Nine characters of the alphabet of serial numbers; no document has this one.
  private static func serial(_ number: Substring, _ index: Int) -> String { "L\(number)CFG\(index)" }

  /// What can be typed at "Wo ist mein Ausweis?".
  static let numbers: [(number: String, german: String, english: String)] = [
    ("L1001CFG0", "liegt hier im Fach", "lies here, in a compartment"),
    ("L1005CFG0", "liegt am Schalter", "is at the counter"),
    ("L2001CFG0", "ist bestellt", "is ordered"),
    ("L2002CFG0", "ist unterwegs zum Rathaus", "is on its way to the town hall"),
    ("47110815", "Nummer aus einem Brief", "number of a letter"),
  ]

  /// What the register says of documents that are not here yet.
  static let registerRows = [
    RegisterRow(serial: "L2001CFG0", state: .ordered, kind: "id_card"),
    RegisterRow(serial: "L2002CFG0", state: .produced, kind: "passport"),
  ]

  /// The order whose old passport lies in the demo, too.
  static let withOldPassport = "D-1015"

  /// All demands; `oldPassport`: the number of the simulated one.
  static func demands(oldPassport: String?) -> [Demand] {
    demands.map { demand in
      var demand = demand
      if demand.row.id == withOldPassport { demand.row.oldSerial = oldPassport }
      return demand
    }
  }

  private static func demand(
    _ id: String, _ documents: [String], _ name: String, phone: String? = nil, slip: String? = nil,
    born: String, size: String = "S", low: Bool = false, counterOnly: Bool = false, fate: Fate = .deposited,
    oldDocument: String? = nil, custodians: [String]? = nil, isProxy: Bool = false,
    shows: (german: String, english: String)? = nil
  ) -> Demand {
    let number = id.suffix(4)
    return Demand(
      row: OrderImportRow(
        id: id, documents: documents, serials: documents.indices.map { serial(number, $0) }, name: name,
        phone: phone, email: nil, slip: slip, birthDate: born, size: size, low: low, counterOnly: counterOnly,
        pinLetterConfirmed: true, language: "de", oldDocument: oldDocument, custodians: custodians),
      fate: fate, isProxy: isProxy, shows: shows)
  }
}
