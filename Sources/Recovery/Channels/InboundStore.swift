/// Takes in what platforms send us.
package protocol InboundStore: Sendable {
  /// Stores a body durably before it returns; one that is there already under the same key changes nothing.
  ///
  /// - Parameter key: the platform's id of the delivery; nil where the body is not understood, which makes it a dead letter.
  /// - Throws: `DatabaseError` when the store is down; the sender must then try again.
  func store(_ body: [UInt8], key: String?, for channel: Channel) async throws
}
