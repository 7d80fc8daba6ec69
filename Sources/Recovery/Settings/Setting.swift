/// A named system parameter.
package struct Setting: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    case boolean(Bool)
    case integer(Int64)
    case text(String)
  }

  /// Latin letters and digits, unique.
  package let code: String
  /// The key of its name in the catalogues is `setting.<code>`; this is the English one.
  package let name: String
  package let value: Value
  package let updatedAt: Timestamp?
  package let updatedBy: Reference?
  /// Grows with each change; 0 as long as nobody has set it.
  package let version: Int64
}

extension Setting {
  /// Switches Activities and notifications for missed chats on. Off by default.
  package static let sendsActivities = "WebitelSendActivityNotificationsForMissed"
}
