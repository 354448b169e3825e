// What stands beside an application for FIT-Connect's metadata schema 2.1.0: the schema and the hash of the data, no
// attachments, and the reference by which sender and receiver speak of it. It is encrypted like the data. Which service is
// applied for stands in the announcement.

import Crypto
import Handover
import Secrets

enum FitConnectMetadata {
  static let schema = "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json"

  /// `sha512`: of the data before encryption, hexadecimal.
  static func json(_ application: Application, schemaURI: String, sha512: String) -> Secret {
    let members: [String: JSONValue] = [
      "$schema": .text(schema),
      "contentStructure": .members([
        "attachments": .list([]),
        "data": .members([
          "hash": .members(["type": .text("sha512"), "content": .text(sha512)]),
          "submissionSchema": .members([
            "schemaUri": .text(schemaURI), "mimeType": .text("application/json"),
          ]),
        ]),
      ]),
      "additionalReferenceInfo": .members([
        "senderReference": .text(application.reference),
        "applicationDate": .text(application.day.description),
      ]),
    ]
    return Secret(JSONValue.members(members).written.utf8)
  }

  /// A LeiKa key as FIT-Connect writes it.
  static func identifier(_ leika: String) -> String { "urn:de:fim:leika:leistung:\(leika)" }
}
