import HTTPTypes
import Hummingbird
import NIOCore
import Recovery

extension WebApplication {
  /// `GET /attachments/:id`: what a customer sent, as it comes from their platform. Nothing of it is ever run: only what
  /// can do no harm is shown in place, everything else is saved as a file.
  func sendAttachment(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let (attachment, channel) = try await recovery.attachment(try context.id, for: viewer),
      let source = attachmentSources[channel.kind]
    else { throw WebError.notFound }
    let content: AttachmentContent
    do {
      content = try await source.open(attachment, on: channel)
    } catch {
      throw WebError(error)
    }
    let type = attachment.shownType
    var headers: HTTPFields = [
      .contentType: type ?? "application/octet-stream", .cacheControl: "private, max-age=600",
      .contentDisposition:
        "\(type == nil ? "attachment" : "inline"); filename*=UTF-8''\(FormFields.encode(attachment.fileName))",
    ]
    if let size = content.size { headers[.contentLength] = String(size) }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody(contentLength: content.size.map(Int.init)) { writer in
        for try await bytes in content.bytes { try await writer.write(ByteBuffer(bytes: bytes)) }
        try await writer.finish(nil)
      })
  }
}

extension WebError {
  fileprivate init(_ error: AttachmentError) {
    switch error {
    case .gone: self = .notFound
    case .tooLarge: self = .tooLarge
    case .unreachable: self = .unavailable
    }
  }
}

extension InboundAttachment {
  /// The media type with which it may be shown in place; nil where it may only be saved.
  var shownType: String? {
    switch kind {
    case .photo: "image/jpeg"
    case .voice, .audio: Self.sounds.contains(mediaType) ? mediaType : kind == .voice ? "audio/ogg" : nil
    case .document, .video: nil
    }
  }

  private static let sounds: Set<String> = ["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav"]

  /// The name under which it is saved.
  var fileName: String {
    let named = name.filter { !"/\\\"".contains($0) && !$0.isNewline }
    if !named.isEmpty { return String(named.prefix(120)) }
    switch kind {
    case .photo: return "photo.jpg"
    case .voice: return "voice.ogg"
    case .video: return "video.mp4"
    case .audio: return "audio"
    case .document: return "document"
    }
  }
}

extension Wording {
  /// The values of an attachment below a message.
  func row(_ attachment: Attachment) -> Fields {
    let kind = text("attachment.\(attachment.kind.rawValue)")
    let size = attachment.size.map { $0 > 0 ? self.size($0) : "" } ?? ""
    let isShown = attachment.shownType != nil && !attachment.isTooLarge
    return [
      "file": attachment.id, "name": attachment.name.isEmpty ? kind : attachment.name, "kindText": kind,
      "size": Fields.optional(size.isEmpty ? nil : size), "tooLarge": attachment.isTooLarge,
      "isImage": isShown && attachment.kind == .photo, "isSound": isShown && attachment.kind != .photo,
      "isFile": !isShown && !attachment.isTooLarge,
    ]
  }

  private func size(_ bytes: Int64) -> String {
    bytes < 1_000_000
      ? text("size.kilobytes", ["count": String(max(1, bytes / 1000))])
      : text("size.megabytes", ["count": String((bytes + 500_000) / 1_000_000)])
  }
}
