/// One open Activity as it is shown to one operator in the Notification Center.
package struct Notification: Hashable, Sendable, Identifiable {
  package let activity: Activity
  package let readAt: Timestamp?
  /// Until then it is put off by this operator.
  package let postponedUntil: Timestamp?

  /// The Activity's id: an operator has one notification of it at most.
  package var id: String { activity.id }
}
