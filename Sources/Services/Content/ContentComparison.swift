// What can only be seen across files: missing translations, links that lead nowhere, names and keys that stand twice.

extension ContentBuilder {
  mutating func compareFiles(_ town: Town) {
    compareLanguages(town)
    followLinks(town)
    findDuplicates(town)
  }

  // MARK: Languages

  private mutating func compareLanguages(_ town: Town) {
    var leading: [Int: ItemOutline] = [:]
    for outline in outlines.first ?? [] { leading[outline.item] = outline }
    for (index, tag) in town.allLanguages.enumerated().dropFirst() {
      var there: Set<Int> = []
      for own in outlines[index] {
        there.insert(own.item)
        let file = references[own.item].file(in: tag)
        guard let model = leading[own.item] else {
          let missing = references[own.item].file(in: town.leading)
          mistakes.add(
            file, 1, "there is no \(missing), which holds the facts", "write it, or remove this one")
          continue
        }
        compare(own, model, file: file, modelFile: references[own.item].file(in: town.leading))
      }
      guard town.languages.contains(tag) else { continue }
      for outline in outlines[0] where !there.contains(outline.item) {
        let reference = references[outline.item]
        mistakes.add(
          reference.file(in: town.leading), 1, "the translation into \(tag) is missing",
          "write \(reference.file(in: tag))")
      }
    }
  }

  private mutating func compare(_ own: ItemOutline, _ model: ItemOutline, file: String, modelFile: String) {
    func line(_ key: String) -> Int { own.lines[key] ?? 1 }
    if model.hasSummary && !own.hasSummary {
      mistakes.add(
        file, line("name"), "summary is not translated", "write summary = \"…\" as in \(modelFile)")
    }
    if model.hasDuration && !own.hasDuration {
      mistakes.add(
        file, line("name"), "duration is not translated", "write duration = \"…\" as in \(modelFile)")
    }
    if model.hasBody && !own.hasBody {
      mistakes.add(
        file, line("name"), "the text below the head is not translated", "write it as in \(modelFile)")
    }
    if model.documents != own.documents {
      mistakes.add(
        file, line("documents"), "there are \(own.documents) documents, \(modelFile) has \(model.documents)",
        "write the same ones in the same order")
    }
    for id in own.feeIDs where !model.feeIDs.contains(id) {
      mistakes.add(
        file, line("fee"), "the fee \(id) is not in \(modelFile)", "add it there, or remove it here")
    }
    // A single fee needs no label, and then no translation of one.
    for id in Set(model.feeIDs).sorted() where id != "fee" && !own.feeIDs.contains(id) {
      mistakes.add(
        file, line("fee"), "the label of the fee \(id) is not translated",
        "write [[fee]] with id = \"\(id)\" and its label")
    }
  }

  // MARK: Links

  private mutating func followLinks(_ town: Town) {
    // A file that was refused is there all the same: nobody needs to hear of links to it.
    for link in links {
      let what: String
      let remedy: String
      switch link.target {
      case .item(let reference):
        guard numbers[reference] == nil else { continue }
        what = "\(reference) is nowhere"
        let near = ContentText.nearest(
          reference.id, in: references.filter { $0.kind == reference.kind }.map(\.id).sorted())
        remedy =
          near.map { "did you mean \(reference.kind.rawValue):\($0)?" }
          ?? "write \(reference.file(in: town.leading)), or remove it here"
      case .form(let id):
        guard !formIDs.contains(id) else { continue }
        what = "the form \(id) is nowhere"
        remedy =
          ContentText.nearest(id, in: formIDs.sorted()).map { "did you mean \($0)?" }
          ?? "write forms/\(id).toml, or remove it here"
      }
      mistakes.add(references[link.file].file(in: town.allLanguages[link.language]), link.line, what, remedy)
    }
  }

  // MARK: Duplicates

  private mutating func findDuplicates(_ town: Town) {
    var keys: [LeiKaKey: Int] = [:]
    for (key, item, line) in leikas.sorted(by: { references[$0.item] < references[$1.item] }) {
      guard let other = keys[key] else {
        keys[key] = item
        continue
      }
      mistakes.add(
        references[item].file(in: town.leading), line,
        "\(key) is the LeiKa key of \(references[other]), too", "correct one of the two")
    }
    for (language, tag) in town.allLanguages.enumerated() {
      var known: [String: Int] = [:]
      for (name, item, line) in names[language].sorted(by: { references[$0.item] < references[$1.item] }) {
        let key = references[item].kind.rawValue + ":" + TextFolding.sortKey(name)
        guard let other = known[key] else {
          known[key] = item
          continue
        }
        mistakes.add(
          references[item].file(in: tag), line,
          "\(ContentText.quoted(name)) is the name of \(references[other]), too",
          "give each a name of its own")
      }
    }
  }
}
