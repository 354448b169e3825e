// Files of forms that are wrong: every mistake is told at once, with its line and a remedy, and nothing stops the reader.

import Foundation
import Testing

@testable import Services

@Suite struct FormFileTests {
  private let head = FormFixtures.head

  @Test("the shipped forms have no mistake, in German and English") func shipped() throws {
    #expect(FormFixtures.told(try FormFixtures.shippedFiles()) == [])
    let library = try FormFixtures.library()
    #expect(library.forms.map(\.id) == ["fuehrungszeugnis", "hundesteuer", "mangel", "meldebescheinigung"])
    #expect(library.texts.mistakes == [])
    for form in library.forms {
      for key in form.textKeys { #expect(library.texts.template("\(form.id).\(key)", in: "en") != nil) }
    }
  }

  @Test("AX-64: a sentence that is too long for plain language is told") func plainLanguage() throws {
    var files = try FormFixtures.shippedFiles()
    for index in files.indices where files[index].name == "mangel.de.toml" {
      files[index].text = files[index].text.replacing(
        "Dort sehen wir nach.", with: "Dort sehen wir so bald wie es uns irgend möglich ist ganz genau nach.")
    }
    #expect(
      FormFixtures.told(files) == [
        "mangel.de.toml:37: the sentence \"Dort sehen wir so bald wie …\" has 14 words, de has 12 at the most, "
          + "make two sentences of it"
      ])
  }

  @Test("forms are checked and taken over with the rest of a town's content, or not at all") func content()
    throws
  {
    var town = TinyTown()
    for file in try FormFixtures.shippedFiles() { town.files["forms/\(file.name)"] = file.text }
    let store = try town.with(
      "services/de/hund.md", "legal = [\"Hundesteuersatzung\"]", "form = \"hundesteuer\""
    ).build().get()
    #expect(store.forms.form("hundesteuer") != nil && store.forms.forms.count == 4)
    #expect(
      town.with("forms/mangel.toml", "options = [\"lamp\"", "options = [\"lamp\", \"Lamp\"").said == [
        "forms/mangel.toml:11: the option \"Lamp\" is not of a-z, 0-9 and _, rename it; its text stands elsewhere"
      ])
  }

  @Test("a form that cannot be completed is found without trying it") func impossible() {
    let choice = "[[field]]\nid = \"a\"\ntype = \"choice\"\noptions = [\"p\", \"q\"]\n"
    #expect(
      FormFixtures.mistakes(
        head + choice + "[[field]]\nid = \"b\"\ntype = \"yes_no\"\nshown_if = \"a = p\"\n"
          + "[[field]]\nid = \"c\"\ntype = \"text\"\nshown_if = [\"b = yes\", \"a = q\"]\n")
        == [
          "x.toml:17: the required field c can never be asked, correct shown_if: no answers make it hold"
        ])
    #expect(
      FormFixtures.mistakes(
        head + choice
          + "[[field]]\nid = \"c\"\ntype = \"text\"\nrequired = false\nshown_if = [\"a = p\", \"a = q\"]\n"
          + "[[fee]]\nname = \"f\"\ncents = 1\nfrom = 2026-01-01\nshown_if = [\"a = q\", \"a = p\"]\n")
        == [
          "x.toml:14: the field c can never be asked, correct shown_if: no answers make it hold",
          "x.toml:19: the fee f can never be due, correct shown_if: no answers make it hold",
        ])
    // Not impossible: the two are asked for one after the other.
    #expect(
      FormFixtures.mistakes(
        head + choice + "[[field]]\nid = \"b\"\ntype = \"yes_no\"\nshown_if = \"a = p | q\"\n"
          + "[[field]]\nid = \"c\"\ntype = \"text\"\nshown_if = [\"b = yes\", \"a = q\"]\n") == [])
  }

  @Test("fields that wait for each other are found, once for each circle") func cycles() {
    let text =
      head + "[[field]]\nid = \"a\"\ntype = \"yes_no\"\nshown_if = \"c = yes\"\n"
      + "[[field]]\nid = \"b\"\ntype = \"yes_no\"\nshown_if = \"a = yes\"\n"
      + "[[field]]\nid = \"c\"\ntype = \"yes_no\"\nshown_if = \"b = yes\"\n"
      + "[[field]]\nid = \"d\"\ntype = \"yes_no\"\nshown_if = \"d = yes\"\n"
      + "[[field]]\nid = \"e\"\ntype = \"text\"\nshown_if = \"c = yes\"\n"
    #expect(
      FormFixtures.mistakes(text) == [
        "x.toml:9: the conditions of a, c, b wait for each other, so that none of them is ever asked, "
          + "remove one of the conditions",
        "x.toml:21: the conditions of d wait for each other, so that none of them is ever asked, "
          + "remove one of the conditions",
        "x.toml:25: the required field e can never be asked, correct shown_if: no answers make it hold",
      ])
  }

  @Test("conditions on what is not there, not a choice, or asked later") func conditions() {
    let text =
      head
      + "[[field]]\nid = \"a\"\ntype = \"text\"\nshown_if = [\"z = yes\", \"b = maybe\", \"b = yes\", \"nonsense\"]\n"
      + "[[field]]\nid = \"b\"\ntype = \"yes_no\"\n[[field]]\nid = \"c\"\ntype = \"text\"\nshown_if = \"a = yes\"\n"
    #expect(
      FormFixtures.mistakes(text) == [
        "x.toml:9: \"nonsense\" is no condition, write \"field = answer\" or \"field = answer | answer\"",
        "x.toml:9: b has no answer maybe, write one of yes, no",
        "x.toml:9: b is asked later, move it before the field that waits for it",
        "x.toml:9: b is asked later, move it before the field that waits for it",
        "x.toml:9: there is no field z, write the id of a field before this one",
        "x.toml:16: a is no choice and no yes_no, let another field decide",
      ])
  }

  @Test("every mistake of a file is told at once") func everything() {
    let text = """
      id = "y"
      kind = "application"
      version = 0
      leika = "123"
      identification = "fax"
      declaration = "yes"
      colour = "red"
      [[field]]
      id = "a"
      type = "choice"
      options = []
      [[field]]
      id = "a"
      type = "text"
      length_min = 9
      length_max = 3
      [[field]]
      id = "Ä"
      type = "text"
      [[field]]
      id = "b"
      type = "colour"
      [[field]]
      id = "c"
      type = "text"
      eid = "shoe_size"
      min = 3
      [[field]]
      id = "d"
      [[field]]
      id = "e"
      type = "choice"
      [[fee]]
      name = "f"
      cents = -1
      from = "2026-02-28"
      [[fee]]
      name = "g"
      cents = 5
      [other]
      """
    #expect(
      FormFixtures.mistakes(text) == [
        "x.toml:1: destination is missing, add destination = \"…\"",
        "x.toml:1: the id is not the file's name in a-z, 0-9 and -, write id = \"x\"",
        "x.toml:3: version is no whole number from 1 to 9999, write version = 1 or another within the limits",
        "x.toml:4: the LeiKa key is malformed, write 14 digits that begin with 99, or leave the line out",
        "x.toml:5: identification has no way \"fax\", write one of none, typed, card, card_or_typed",
        "x.toml:6: declaration is a text, write declaration = true or declaration = false",
        "x.toml:7: colour is not known here, use one of id, kind, version, leika, destination, hand_over, "
          + "identification, declaration",
        "x.toml:11: a choice has 2 to 7 options, this one 0, write two or more",
        "x.toml:13: a stands twice, rename one of them",
        "x.toml:16: no answer is at least 9 and at most 3, exchange the two limits",
        "x.toml:18: \"Ä\" is no name, begin with a-z and use a-z, 0-9 and _, at most 40",
        "x.toml:22: there is no type \"colour\", write one of text, date, number, choice, yes_no, address, iban, "
          + "email, phone",
        "x.toml:26: the ID card has no \"shoe_size\" for a town, write one of family_name, given_names, birth_name, "
          + "birth_date, birth_place, doctoral_degree, nationality, address",
        "x.toml:27: min is not known here, use one of id, type, required, shown_if, eid, length_min, length_max, "
          + "digits_only",
        "x.toml:28: type is missing, add type = \"…\"",
        "x.toml:30: a choice without options cannot be answered, add options = [\"a\", \"b\"]",
        "x.toml:35: cents is no whole number from 0 to 1000000, write cents = 0 or another within the limits",
        "x.toml:36: from is a text, write from = 2026-01-31",
        "x.toml:37: a fee has no day from which it holds, add from = 2026-01-31",
        "x.toml:40: [other] is no part of a form, write [[field]], [[fee]] or [[way]]",
      ])
  }

  @Test("a card is read only where someone shows it, and a preparation asks for nothing personal")
  func kinds() {
    let field = "[[field]]\nid = \"a\"\ntype = \"text\"\neid = \"address\"\n"
    #expect(
      FormFixtures.mistakes(head + field) == [
        "x.toml:6: a is read from a card that nobody shows, write identification = \"card\", or remove eid",
        "x.toml:6: address of the card is no text, write type = \"address\"",
      ])
    #expect(
      FormFixtures.mistakes(
        "id = \"x\"\nversion = 1\nkind = \"preparation\"\nhand_over = \"http://x\"\ndestination = \"a\"\n"
          + "[[field]]\nid = \"a\"\ntype = \"email\"\n") == [
          "x.toml:4: hand_over is no https address, write \"https://…\"",
          "x.toml:5: a preparation submits nothing and has no destination, remove the line",
          "x.toml:6: a preparation asks for personal data in a, use a choice or yes_no: nothing of it is submitted",
        ])
    #expect(FormFixtures.mistakes(head) == ["x.toml:1: the form asks nothing, add a [[field]]"])
    #expect(
      FormFixtures.mistakes("")
        == ["id", "identification", "kind", "version"].map { key in
          "x.toml:1: \(key) is missing, add \(key) = \(key == "version" ? "1" : "\"…\"")"
        })
  }

  @Test("texts that are missing, too many, empty or with places that nobody fills") func texts() throws {
    var files = try FormFixtures.shippedFiles()
    func edit(_ name: String, _ change: (inout String) -> Void) {
      for index in files.indices where files[index].name == name { change(&files[index].text) }
    }
    edit("mangel.en.toml") {
      $0 = $0.replacing("question = \"Where is it?\"", with: "question = \"Where, {name}?\"")
    }
    edit("mangel.de.toml") { text in
      text = text.replacing("lamp = \"Straßenlampe\"\n", with: "").replacing(
        "title = \"Mangel melden\"", with: "title = \" \"")
      text += "colour = \"rot\"\n"
    }
    edit("common.de.toml") { $0 = $0.replacing("{least}", with: "{most}") }
    files.removeAll { $0.name == "hundesteuer.en.toml" }
    files.append(FormLibrary.File(name: "hund.de.toml", text: ""))
    files.append(FormLibrary.File(name: "mangel.fr.toml", text: ""))
    files.append(FormLibrary.File(name: "readme.txt", text: ""))
    let told = FormFixtures.told(files)
    for expected in [
      "mangel.en.toml:36: {name} is no place of street.question, remove it",
      "mangel.de.toml:1: the text defect.options.lamp is missing, write it below [defect.options]",
      "mangel.de.toml:2: form.title is empty or a text, write title = \"…\"",
      "mangel.de.toml:54: email.colour is no text that is asked for, remove it, or correct its name",
      "hundesteuer.toml:1: the form has no texts in en, write hundesteuer.en.toml",
      "hund.de.toml:1: there is no form hund, add hund.toml, or remove it",
      "mangel.fr.toml:1: the file is neither a form nor the texts of a language that is offered, rename it to "
        + "NAME.toml or NAME.de.toml, or remove it",
      "common.de.toml:5: {most} is no place of mistake.too_short, use {count} {least}",
    ] { #expect(told.contains(expected), "\(expected)\n\(told.joined(separator: "\n"))") }
    #expect(told.count == 10, "\(told.joined(separator: "\n"))")
  }

  @Test("a language more is only more files") func anotherLanguage() throws {
    var files = try FormFixtures.shippedFiles()
    for file in files where file.name.hasSuffix(".en.toml") {
      files.append(FormLibrary.File(name: file.name.replacing(".en.", with: ".tr."), text: file.text))
    }
    #expect(FormFixtures.told(files, ["de", "en", "tr"]) == [])
    // A language that need not be complete: what is there is right, what is missing is German.
    files.removeAll { $0.name == "mangel.tr.toml" }
    #expect(FormFixtures.told(files, ["de", "en", "tr"]).count == 1)
    #expect(FormFixtures.told(files, partial: ["tr"]) == [])
    let texts = try FormLibrary.read(files, languages: ["de", "en"], partial: ["tr"]).get().texts
    #expect(texts.template("mangel.form.title", in: "tr") == "Mangel melden")
    #expect(FormFixtures.told([]) == [])
  }

  @Test("shipped files with bytes changed, cut or doubled never stop the reader") func garbage() throws {
    var random = UInt64(5)
    func next(_ count: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(count))
    }
    let files = try FormFixtures.shippedFiles()
    let pieces = Array("\"[]=#\\\n|.{}_ azÄ\u{1F600}09-".unicodeScalars)
    for round in 0..<150 {
      var changed = files
      for _ in 0...next(4) {
        let index = next(changed.count)
        var scalars = Array(changed[index].text.unicodeScalars)
        guard !scalars.isEmpty else { continue }
        for _ in 0...next(6) {
          let place = next(scalars.count)
          switch next(4) {
          case 0: scalars.insert(pieces[next(pieces.count)], at: place)
          case 1: scalars[place] = pieces[next(pieces.count)]
          case 2: if scalars.count > 1 { scalars.remove(at: place) }
          default:
            scalars.insert(
              contentsOf: scalars[place..<min(place + next(80), scalars.count)], at: next(place + 1))
          }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        changed[index].text = String(view)
      }
      let read = FormLibrary.read(changed, languages: ["de", "en"])
      if case .failure(let refusal) = read {
        #expect(refusal.mistakes.allSatisfy { $0.line >= 1 && !$0.remedy.isEmpty })
      }
      // What is taken over can be filled in without a trap.
      guard let library = try? read.get() else { continue }
      for form in library.forms {
        var run = FormRun(form: form, day: FormFixtures.today, reference: "1234-5678")
        _ = run.reduce([.next, .typeInstead, .answer(["x"]), .answer(["yes"]), .back, .end])
        #expect(run.step == .ended, "round \(round)")
      }
    }
  }
}
