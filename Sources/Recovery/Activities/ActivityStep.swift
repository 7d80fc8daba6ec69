/// What a saved change of status amounts to.
enum ActivityStep {
  case edit, accept, giveBack, complete, cancel, reopen

  init(from: ActivityStatus, to: ActivityStatus) {
    switch (from, to) {
    case _ where from == to: self = .edit
    case (_, .inProgress): self = .accept
    case (_, .completed): self = .complete
    case (_, .canceled): self = .cancel
    case (.inProgress, .notStarted): self = .giveBack
    case (_, .notStarted): self = .reopen
    }
  }

  var entry: HistoryEntry.What {
    switch self {
    case .edit: .edited
    case .accept: .accepted
    case .giveBack: .givenBack
    case .complete: .completed
    case .cancel: .canceled
    case .reopen: .reopened
    }
  }

  func owner(of activity: Activity, _ editor: Operator) -> String? {
    switch self {
    case .accept: editor.id
    case .giveBack, .reopen: activity.designatedID
    case .edit, .complete, .cancel: activity.owner?.id
    }
  }

  func acceptor(of activity: Activity, _ editor: Operator) -> String? {
    switch self {
    case .accept: editor.id
    case .giveBack, .reopen: nil
    case .edit, .complete, .cancel: activity.acceptance?.by.id
    }
  }

  func acceptedAt(of activity: Activity, _ now: Timestamp) -> Timestamp? {
    switch self {
    case .accept: now
    case .giveBack, .reopen: nil
    case .edit, .complete, .cancel: activity.acceptance?.at
    }
  }

  func result(of activity: Activity) -> String? { self == .reopen ? nil : activity.result }
}
