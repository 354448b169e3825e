// The offices of the demo: folders into which applications are dropped, a key pair of their own, and a script that opens
// what lies there. In a town the private key and the script are at the office and nowhere near a station.

import Glibc

enum DemoOffice {
  /// As the forms of the content name their destinations.
  static let destinations = ["buergeramt", "steueramt", "bauhof"]

  /// Makes the folders and the script. The key comes from a process of its own: it takes some seconds.
  static func make(_ places: DemoPlaces) throws(DemoFailure) {
    for path in [places.office] + destinations.map({ "\(places.office)/\($0)" }) {
      guard unsafe mkdir(path, 0o700) == 0 else { throw .system(path, errno) }
    }
    try places.write(script, to: places.opener, mode: 0o700)
  }

  /// What makes the key pair.
  static func keyArguments(_ places: DemoPlaces) -> [String] { ["submissions", "new-key", places.office] }

  static func hasKey(_ places: DemoPlaces) -> Bool {
    unsafe access("\(places.office)/public.jwk", R_OK) == 0
  }

  /// `[[destination]]` of each.
  static func configuration(_ places: DemoPlaces) -> String {
    destinations.map { name in
      """

      [[destination]]
      name = "\(name)"
      kind = "file"
      directory = "\(places.office)/\(name)"
      key = "\(places.office)/public.jwk"

      """
    }.joined()
  }

  /// As docs/submission.md has it, for everything that lies in the folders.
  private static let script = #"""
    #!/usr/bin/python3
    # Opens the applications of this demo, with Debian's python3-jwcrypto: all of them, or the files that are named.
    import glob
    import json
    import os
    import sys

    try:
        from jwcrypto import jwe, jwk
    except ImportError:
        sys.exit("python3-jwcrypto is missing: apt-get install python3-jwcrypto")

    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "private.jwk")) as file:
        key = jwk.JWK(**json.load(file))
    paths = sys.argv[1:] or sorted(glob.glob(os.path.join(here, "*", "*.json")))
    if not paths:
        print("No application has come yet.")
    for path in paths:
        with open(path) as file:
            envelope = json.load(file)
        token = jwe.JWE(algs=["RSA-OAEP-256", "A256GCM"])
        token.deserialize(envelope["encrypted"], key=key)
        print(path + ":")
        print(json.dumps(json.loads(token.payload), indent=2, ensure_ascii=False))

    """#
}
