// Words that come from the station as keys or as the town's content, as texts of a page. What is no key of the
// catalogue shows as a missing text; content is data and never taken for a key.

import Messages
import Terminal

extension Words {
  /// The same as a text of a page.
  var text: Text {
    switch self {
    case .content(let words): .data(words)
    case .key(let key, let places):
      Text(key: key, arguments: places.sorted { $0.key < $1.key }.map { .data($0.key, $0.value) })
    }
  }
}
