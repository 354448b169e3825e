// Finds the known word that a mistyped one was probably meant to be. It suggests; it never corrects.

/// The word of `known` nearest to `word`, the first of equals; nil if none is near.
func nearest(to word: String, among known: [String]) -> String? {
  let written = Array(word.lowercased().unicodeScalars.prefix(80))
  var best: (word: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(written, Array(candidate.lowercased().unicodeScalars))
    if distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(2, best.word.count / 3) else { return nil }
  return best.word
}

/// How many letters must be inserted, deleted, replaced or swapped with their neighbour.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var older: [Int] = []
  var old = Array(0...right.count)
  for row in left.indices {
    var new = [row + 1]
    for column in right.indices {
      var cost = min(
        old[column + 1] + 1, new[column] + 1, old[column] + (left[row] == right[column] ? 0 : 1))
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, older[column - 1] + 1)
      }
      new.append(cost)
    }
    older = old
    old = new
  }
  return old[right.count]
}
