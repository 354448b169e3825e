// The last line: the keys that do something, each as a cap in reverse with its verb, and the time that is left. It
// becomes several lines where it must; no key is left out for want of width.

struct KeyLine {
  let page: Page
  let texts: Texts
  let keyMap: KeyMap
  let width: Int

  /// The caps in lines of at most `width` cells.
  var lines: [Run] {
    let caps = page.keys.map(cap)
    var result = arranged(caps, gap: 2)
    if result.count > 1 {
      let close = arranged(caps, gap: 1)
      if close.count < result.count { result = close }
    }
    guard let countdown = page.countdown else { return result }
    for words in Run.wrapped(texts.resolve(countdown.text), width: width) {
      // The countdown ends three cells before the edge, where its number does not touch the frame of the display.
      let room = min(3, max(0, width - words.count))
      if var last = result.last, last.count + 2 + words.count <= width {
        last.pad(to: max(last.count + 2, width - words.count - room))
        last.append(words)
        result[result.count - 1] = last
      } else {
        result.append(words.indented(by: width - words.count - room))
      }
    }
    return result
  }

  private func cap(_ cap: KeyCap) -> Run {
    var run = Run("[" + keyMap.cap(cap.name, typing: page.typing) + "]", Style(.plain, reverse: true))
    run.append(" " + texts.resolve(cap.text))
    return run.touchable(KeyMap.key(touching: cap.name))
  }

  private func arranged(_ caps: [Run], gap: Int) -> [Run] {
    var lines: [Run] = []
    for cap in caps {
      if var last = lines.last, last.count + gap + cap.count <= width {
        last.append(Run(repeating: " ", count: gap))
        last.append(cap)
        lines[lines.count - 1] = last
      } else if cap.count <= width {
        lines.append(cap)
      } else {
        // A verb wider than the screen: the cap stays whole, the words go on below.
        var rest = cap.cells[...]
        while !rest.isEmpty {
          var part = Run(cells: Array(rest.prefix(width)))
          if let key = cap.regions.first?.key { part = part.touchable(key) }
          lines.append(part)
          rest = rest.dropFirst(width)
        }
      }
    }
    return lines
  }
}
