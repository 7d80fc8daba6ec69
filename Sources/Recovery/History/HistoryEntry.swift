/// One step that happened to a chat or an Activity. Entries are only ever added, in the transaction that they tell of,
/// and hold nothing that a customer wrote.
package struct HistoryEntry: Hashable, Sendable {
  package enum What: String, CaseIterable, Sendable {
    /// The customer wrote.
    case wrote
    /// The customer left the page, or came back to it.
    case left, returned
    /// The chat was missed.
    case missed
    /// An Activity was opened for the missed chat.
    case opened
    /// A further miss was folded into the open Activity.
    case folded
    case accepted
    case givenBack = "given_back"
    /// Whoever had accepted it did not reply in the queue's time; it is offered again. Detail: their name.
    case takenBack = "taken_back"
    /// Nobody took it in the queue's time, and the supervisors were told. Detail: how long it waited, in minutes.
    case escalated
    case declined
    case declinedByAll = "declined_by_all"
    case postponed
    /// The time for which somebody had put their notification off is over.
    case reminded
    /// The time came at which the owner of an Activity wanted to be reminded of it.
    case remindedOwner = "reminded_owner"
    /// Fields of the card were saved. Detail: their names, separated by commas.
    case edited
    case replied
    /// The platform took our reply, the customer's page showed it, or it failed.
    case sent, delivered, failed
    /// A reply that had failed was sent again.
    case resent
    case answeredElsewhere = "answered_elsewhere"
    case completed
    case canceled
    case reopened
    case reassigned
    /// Operators were told something; the detail is the system message's id.
    case told
    case chatClosed = "chat_closed"
    case unreachable
    /// What was done to a contact: it was added by hand; name, phone or e-mail; its owner (detail: their name, none where nobody); another was
    /// made one with it (detail: the other's id); everything personal was deleted.
    case contactAdded = "contact_added"
    case contactEdited = "contact_edited"
    case contactDesignated = "contact_designated"
    case contactMerged = "contact_merged"
    case contactErased = "contact_erased"
  }

  /// Where it stands among all entries; committed entries may become visible out of this order.
  package let position: Int64
  package let chatID: String?
  package let activityID: String?
  package let messageID: String?
  package let what: What
  package let at: Timestamp
  /// Whose doing it was; nil for the customer's and our own.
  package let by: Reference?
  /// What more there is to say, by `what`: a reason, a number, a status.
  package let detail: String
}
