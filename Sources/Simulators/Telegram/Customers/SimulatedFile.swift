/// A file that a customer sent.
package struct SimulatedFile: Sendable {
  let name: String
  /// Its media type, such as `image/png`.
  let type: String
  let bytes: [UInt8]

  package init(name: String, type: String, bytes: [UInt8]) {
    self.name = name
    self.type = type
    self.bytes = bytes
  }

  /// What bots can get (https://core.telegram.org/bots/api#getfile), and what customers can send here, in bytes.
  static let largest: Int64 = 20 * 1024 * 1024
  static let largestUpload = 25 * 1024 * 1024
  /// How many are kept; older ones are forgotten.
  static let most = 40
}

extension SimulatedTelegram {
  /// The customer sends a file: a picture as a photo, anything else as a document.
  ///
  /// - Returns: the message's id.
  @discardableResult
  package func customer(
    _ id: Int64, named name: String? = nil, sends file: SimulatedFile, caption: String? = nil
  ) throws(SimulatedTelegramError) -> Int64 {
    sentFiles += 1
    let fileID = "file-\(now())-\(sentFiles)"
    let size = JSON.integer(Int64(file.bytes.count))
    var content: [String: JSON] = [:]
    if file.type.hasPrefix("image/jpeg") || file.type.hasPrefix("image/png") {
      content["photo"] = [
        ["file_id": .string(fileID), "file_unique_id": "unique", "width": 640, "height": 480, "file_size": size]
      ]
    } else {
      content["document"] = [
        "file_id": .string(fileID), "file_unique_id": "unique", "file_name": .string(file.name),
        "mime_type": .string(file.type), "file_size": size,
      ]
    }
    if let caption, !caption.isEmpty { content["caption"] = .string(caption) }
    let message = try customer(id, named: name, sends: content)
    keep(file, as: fileID)
    return message
  }

  private func keep(_ file: SimulatedFile, as id: String) {
    files[id] = file
    fileOrder.append(id)
    if fileOrder.count > SimulatedFile.most { files[fileOrder.removeFirst()] = nil }
  }
}
