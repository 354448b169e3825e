// Whether the town's content is in order: without it the station hands over and tells nothing.

import Configuration
import Services
import Station

enum ContentCheck: Check {
  static let code = "content"

  static func look(at scene: Scene) -> [Finding] {
    guard let configuration = try? scene.configuration.get() else {
      return [
        .unknown(code, "Kiosk.conf names no content that could be looked at", "correct Kiosk.conf first")
      ]
    }
    let place = configuration.station.contentDirectory
    let remedy = "run 'kiosk content check \(place)', which names each mistake, and correct them"
    if let content = scene.station?.content {
      if let refusal = content.refusal {
        return [.warning(code, "\(place) was not taken over by the station: \(refusal)", remedy)]
      }
      if let edition = content.edition {
        return [.ok(code, "the station shows edition \(edition), \(content.items ?? 0) items")]
      }
    }
    let folder: ContentFolder
    do throws(ContentUnreadable) { folder = try ContentFolder(scene.root + place) } catch {
      return [
        .warning(
          code, error.description, "install the shipped content there, or correct content in [station]")
      ]
    }
    switch ContentLoading.load(folder) {
    case .success(let store): return [.ok(code, "\(place): \(store.references.count) items are in order")]
    case .failure(.unreadable(let unreadable)):
      return [.unread(code, unreadable.path, unreadable.reason)]
    case .failure(.refused(let refusal)):
      let count = refusal.mistakes.count + refusal.untold
      return [.warning(code, "\(place) has \(count) mistake\(count == 1 ? "" : "s")", remedy)]
    }
  }
}
