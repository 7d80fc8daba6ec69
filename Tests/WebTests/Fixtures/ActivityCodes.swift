import Recovery

/// The keys of the texts for all codes that records carry.
enum ActivityCodes {
  static let all: [String] =
    ActivityStatus.allCases.map { "status.\($0.rawValue)" } + MissedReason.allCases.map { "missed.\($0.rawValue)" }
    + HistoryEntry.What.allCases.map { "history.\($0.rawValue)" }
    + SystemMessage.What.allCases.map { "told.\($0.rawValue)" }
    + ChannelKind.allCases.map { "messenger.\($0.rawValue)" }
    + ChatState.allCases.flatMap { ["chats.\($0.rawValue)", "chat.state.\($0.rawValue)"] }
}
