import Recovery

/// What somebody may do with an Activity, for showing the right buttons. Whether it is really done is decided by the
/// verbs.
struct ActivityRights: Equatable, Sendable {
  let isMine: Bool
  let canAccept: Bool
  let canGiveBack: Bool
  let canDecline: Bool
  let canSave: Bool

  init(of viewer: Operator, to activity: Activity, _ directory: Directory) {
    let isOffered =
      activity.status == .notStarted
      && Self.mayTake(viewer, queue: activity.queue?.id, designated: activity.designatedID, directory)
    let holds = activity.acceptance?.by.id == viewer.id
    isMine = holds
    canAccept = isOffered
    canDecline =
      isOffered
      && directory.recipients(queueID: activity.queue?.id, designatedID: activity.designatedID).contains(viewer.id)
    canGiveBack = activity.status == .inProgress && (holds || viewer.seesEverything)
    canSave = viewer.seesEverything || activity.owner == nil || activity.owner?.id == viewer.id
  }

  private static func mayTake(
    _ viewer: Operator, queue: String?, designated: String?, _ directory: Directory
  ) -> Bool {
    if let designated { return designated == viewer.id }
    if viewer.seesEverything { return true }
    return queue.flatMap { directory.members[$0]?.contains(viewer.id) } ?? false
  }
}
