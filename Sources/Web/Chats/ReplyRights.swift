import Recovery

/// What somebody may do in a conversation, for showing the right controls. Whether it is really done is decided by the
/// verbs.
struct ReplyRights: Sendable {
  let canReply: Bool
  let canClose: Bool
  /// The number of the viewer's own acceptance, by which a reply proves that it is still theirs.
  let acceptance: Int64?
  /// A text's key and the name in it.
  let note: (key: String, name: String)?

  init(of viewer: Operator, in chat: Chat, about activity: Activity?, _ directory: Directory) {
    canClose = chat.state != .closed && chat.activityID == nil
    guard chat.state != .closed else {
      (canReply, acceptance, note) = (false, nil, ("chat.note.closed", ""))
      return
    }
    guard let activity, activity.status.isOpen else {
      (canReply, acceptance, note) = (true, nil, nil)
      return
    }
    if let held = activity.acceptance {
      let isMine = held.by.id == viewer.id
      (canReply, acceptance) = (isMine, isMine ? held.number : nil)
      note = isMine ? nil : ("chat.note.taken", held.by.name)
    } else if ActivityRights(of: viewer, to: activity, directory).canAccept {
      (canReply, acceptance, note) = (true, nil, ("chat.note.accepts", ""))
    } else {
      let taken = activity.owner.map { ("chat.note.taken", $0.name) }
      (canReply, acceptance, note) = (false, nil, taken ?? ("chat.note.notYours", ""))
    }
  }
}
