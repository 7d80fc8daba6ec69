/// Fetches what customers sent from where it lies: their platform.
package protocol AttachmentSource: Sendable {
  /// Opens a file.
  ///
  /// - Parameter channel: the channel on which it came.
  /// - Throws: ``AttachmentError``.
  func open(_ attachment: Attachment, on channel: Channel) async throws(AttachmentError) -> AttachmentContent
}

/// A file's content, as it arrives.
package struct AttachmentContent: Sendable {
  /// In bytes; nil where the platform does not tell.
  package let size: Int64?
  /// Ends with an error where more comes than ``Attachment/largest``.
  package let bytes: any AsyncSequence<[UInt8], any Error> & Sendable

  package init(size: Int64?, bytes: any AsyncSequence<[UInt8], any Error> & Sendable) {
    self.size = size
    self.bytes = bytes
  }
}

package enum AttachmentError: Error, Equatable, Sendable {
  /// The platform does not have it any more, or never gave it to us.
  case gone
  case tooLarge
  /// The platform could not be reached, or refused us.
  case unreachable(String)
}
