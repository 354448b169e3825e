// What `kiosk check` says of a town's forms: whether each has a destination in this Kiosk.conf that can take it. The forms themselves are
// `kiosk content check`'s matter; where there are none yet, or wrong ones, nothing is said here.

import Configuration
import Services
import Station

enum CheckForms {
  /// Lines for a form whose destination is not set up, or needs a LeiKa key that it lacks; it is not offered then.
  static func warnings(_ configuration: StationConfiguration, file: String) -> [String] {
    guard let folder = try? ContentFolder(configuration.station.contentDirectory) else { return [] }
    let prefix = "forms/"
    let files = folder.files.compactMap { file -> FormLibrary.File? in
      guard file.path.hasPrefix(prefix), file.path.hasSuffix(".toml"),
        let bytes = try? folder.bytes(file.path), let text = String(validating: bytes, as: UTF8.self)
      else { return nil }
      return FormLibrary.File(name: String(file.path.dropFirst(prefix.count)), text: text)
    }
    // Languages are judged elsewhere: here all that the files speak will do.
    let languages = Set(
      files.compactMap { file -> String? in
        let parts = file.name.split(separator: ".")
        return parts.count == 3 && parts[0] != Substring(FormLibrary.commonName) ? String(parts[1]) : nil
      })
    let led = configuration.station.languages.filter(languages.contains)
    guard !led.isEmpty,
      case .success(let library) = FormLibrary.read(
        files, languages: led, partial: languages.subtracting(led).sorted())
    else { return [] }
    let known = Set(configuration.destinations.map(\.name))
    let needing = Set(
      configuration.destinations.compactMap { one in
        if case .fitConnect = one.kind { one.name } else { nil }
      })
    return library.forms.compactMap { form in
      guard case .application(let destination) = form.kind else { return nil }
      if needing.contains(destination), form.leika == nil {
        return
          "\(file): warning: the form \(form.id) has no LeiKa key, and \"\(destination)\" is FIT-Connect, which "
          + "needs one: it is not offered; add leika = \"99…\" to \(prefix)\(form.id).toml"
      }
      guard !known.contains(destination) else { return nil }
      return
        "\(file): warning: the form \(form.id) goes to \"\(destination)\", which is not set up: it is not offered; "
        + "add [[destination]] with that name"
    }
  }
}
