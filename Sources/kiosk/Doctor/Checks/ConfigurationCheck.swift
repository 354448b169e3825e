// Whether Kiosk.conf says something that a station can start with.

import Configuration

enum ConfigurationCheck: Check {
  static let code = "configuration"

  static func look(at scene: Scene) -> [Finding] {
    switch scene.configuration {
    case .success(let configuration):
      return [
        .ok(
          code,
          "\(scene.configurationPath): \(configuration.expandedCompartments.count) compartments on "
            + "\(configuration.boardCount) boards")
      ]
    case .failure(.unreadable(_, let problem)):
      if case .refused = scene.look(scene.configurationPath) {
        return [.unread(code, scene.configurationPath, problem)]
      }
      return [
        .fault(
          code, "\(scene.configurationPath): \(problem)",
          "install the shipped Kiosk.conf there, or name it by --config")
      ]
    case .failure(let failure):
      return [
        .fault(
          code, "\(scene.configurationPath) has \(failure.report.lines.count) mistakes",
          "run 'kiosk check \(scene.configurationPath)', which names each")
      ]
    }
  }
}
