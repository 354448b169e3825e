// What can only be seen across files: missing translations, links that lead nowhere, names and keys that stand twice.

extension ContentBuilder {
  // MARK: Languages

  mutating func compare(_ gathered: LanguageGathering, _ language: Int, _ town: Town) {
    let tag = town.allLanguages[language]
    var there = gathered.refused
    for own in gathered.outlines {
      there.insert(own.item)
      let file = references[own.item].file(in: tag)
      let modelFile = references[own.item].file(in: town.leading)
      guard let model = leadingOutlines[own.item] else {
        if !leadingRefused.contains(own.item) {
          mistakes.add(
            file, 1, "there is no \(modelFile), which holds the facts", "write it, or remove this one")
        }
        continue
      }
      compare(own, model, file: file, modelFile: modelFile)
    }
    guard town.languages.contains(tag) else { return }
    for item in leadingOutlines.keys.sorted() where !there.contains(item) {
      let reference = references[item]
      mistakes.add(
        reference.file(in: town.leading), 1, "the translation into \(tag) is missing",
        "write \(reference.file(in: tag))")
    }
  }

  private mutating func compare(_ own: ItemOutline, _ model: ItemOutline, file: String, modelFile: String) {
    if model.hasSummary && !own.hasSummary {
      mistakes.add(
        file, own.nameLine, "summary is not translated", "write summary = \"…\" as in \(modelFile)")
    }
    if model.hasDuration && !own.hasDuration {
      mistakes.add(
        file, own.nameLine, "duration is not translated", "write duration = \"…\" as in \(modelFile)")
    }
    if model.hasBody && !own.hasBody {
      mistakes.add(
        file, own.nameLine, "the text below the head is not translated", "write it as in \(modelFile)")
    }
    if model.documents != own.documents {
      mistakes.add(
        file, own.documentsLine, "there are \(own.documents) documents, \(modelFile) has \(model.documents)",
        "write the same ones in the same order")
    }
    for id in own.feeIDs where !model.feeIDs.contains(id) {
      mistakes.add(
        file, own.feeLine, "the fee \(id) is not in \(modelFile)", "add it there, or remove it here")
    }
    // A single fee needs no label, and then no translation of one.
    for id in Set(model.feeIDs).sorted()
    where model.labelledFees.contains(id)
      ? !own.labelledFees.contains(id) : id != "fee" && !own.feeIDs.contains(id)
    {
      mistakes.add(
        file, own.feeLine, "the label of the fee \(id) is not translated",
        "write [[fee]] with id = \"\(id)\" and its label")
    }
  }

  // MARK: Links

  mutating func followLinks(_ town: Town) {
    for link in openLinks where !isThere(link.target) {
      let what: String
      let remedy: String
      switch link.target {
      case .item(let reference):
        what = "\(reference) is nowhere"
        let near = ContentText.nearest(
          reference.id, in: references.filter { $0.kind == reference.kind }.map(\.id).sorted())
        remedy =
          near.map { "did you mean \(reference.kind.rawValue):\($0)?" }
          ?? "write \(reference.file(in: town.leading)), or remove it here"
      case .form(let id):
        what = "the form \(id) is nowhere"
        remedy =
          ContentText.nearest(id, in: formIDs.sorted()).map { "did you mean \($0)?" }
          ?? "write forms/\(id).toml, or remove it here"
      }
      mistakes.add(link.path, link.line, what, remedy)
    }
  }

  /// A service and the form that is filled in for it are one service to all administrations.
  mutating func compareKeys(_ forms: FormLibrary, _ town: Town) {
    for item in leadingOutlines.keys.sorted() {
      guard let outline = leadingOutlines[item], let key = outline.leika, let form = outline.form,
        let other = forms.form(form)?.leika, other != key.digits
      else { continue }
      mistakes.add(
        references[item].file(in: town.leading), outline.leikaLine,
        "\(key) is not the LeiKa key of forms/\(form).toml, which says \(other)", "write the same in both")
    }
  }

  // MARK: Duplicates

  mutating func findSameKeys(_ town: Town) {
    var keys: [LeiKaKey: Int] = [:]
    let outlines = leadingOutlines.values.sorted { references[$0.item] < references[$1.item] }
    for outline in outlines {
      guard let key = outline.leika else { continue }
      guard let other = keys[key] else {
        keys[key] = outline.item
        continue
      }
      mistakes.add(
        references[outline.item].file(in: town.leading), outline.leikaLine,
        "\(key) is the LeiKa key of \(references[other]), too", "correct one of the two")
    }
  }

  /// The names of `gathered` are sorted, equal ones by reference.
  mutating func findSameNames(_ gathered: LanguageGathering, _ language: Int, _ town: Town) {
    var first: [ContentKind: (key: String, item: Int)] = [:]
    for name in gathered.names where !name.key.isEmpty {
      let reference = references[name.item]
      if let other = first[reference.kind], other.key == name.key {
        let slot = gathered.slots[name.item]
        mistakes.add(
          reference.file(in: town.allLanguages[language]), name.line,
          "\(ContentText.quoted(written(name.item, slot, language, town))) is the name of \(references[other.item]), too",
          "give each a name of its own")
      } else {
        first[reference.kind] = (name.key, name.item)
      }
    }
  }

  /// A name as its file has it.
  private func written(_ item: Int, _ slot: ContentStore.Slot, _ language: Int, _ town: Town) -> String {
    var ignored = ContentMistakes()
    var reader = ContentItemReader(
      references[item], language: town.allLanguages[language], leading: town.leading, wordsMax: nil)
    let bytes = shelf.bytes(from: Int(slot.offset), count: Int(slot.length))
    return reader.read(bytes, &ignored)?.item.name ?? ""
  }
}
