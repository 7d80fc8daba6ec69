/// What is added up together.
struct ReportGroup: Hashable, Sendable {
  /// `all`, or one; an empty text for none.
  var queueID = Self.all
  var channelID = Self.all
  var operatorID = Self.all

  static let all = "*"
}

/// The steps of time in which sums are kept. Every time zone is a multiple of a quarter hour away from UTC.
enum ReportGrain: Int64, Sendable {
  case quarterHour = 0
  case day = 1

  /// Milliseconds.
  var length: Int64 {
    switch self {
    case .quarterHour: 15 * 60 * 1000
    case .day: 24 * 60 * 60 * 1000
    }
  }

  func start(of moment: Timestamp) -> Int64 { moment.milliseconds - moment.milliseconds.modulo(length) }
}

/// One sum that is kept.
struct ReportCell: Hashable, Sendable {
  let group: ReportGroup
  let grain: ReportGrain
  /// When it begins, in milliseconds since 1970.
  let start: Int64
}

/// Where a case is counted besides its operator.
struct ReportPlace: Hashable, Sendable {
  let queueID: String
  let channelID: String
}

extension MissedCase {
  /// All the sums of which it is a part. A report reads few rows because each of its filters has sums of its own.
  func cells(in place: ReportPlace) -> [ReportCell] {
    let (queue, channel, person) = (place.queueID, place.channelID, operatorID ?? "")
    let groups = [
      ReportGroup(), ReportGroup(queueID: queue), ReportGroup(channelID: channel),
      ReportGroup(queueID: queue, channelID: channel), ReportGroup(operatorID: person),
      ReportGroup(queueID: queue, channelID: channel, operatorID: person),
    ]
    return groups.flatMap { group in
      [ReportGrain.quarterHour, .day].map { ReportCell(group: group, grain: $0, start: $0.start(of: missedAt)) }
    }
  }
}

extension Int64 {
  /// The remainder that is never negative.
  func modulo(_ divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }

  /// The quotient rounded down.
  func quotient(_ divisor: Int64) -> Int64 { (self - modulo(divisor)) / divisor }
}
