import Foundation
import Storage

extension Channel {
  init(row: SQLRow) throws {
    let options = try JSONDecoder().decode([String: String].self, from: Data(try row.text("options").utf8))
    self.init(
      id: try row.text("id"), name: try row.text("name"), kind: try row.choice("kind", as: ChannelKind.self),
      queueID: try row.optionalText("queue_id"), ownerID: try row.optionalText("owner_id"), options: options,
      isOpen: try row.optionalTime("disabled_at") == nil)
  }
}
