import Recovery

/// The people of a desk for measuring: two in each queue, and some of them in one more.
struct SeededDesk {
  let operators: Int
  let queues: Int
  let shared: Int

  static let channel = "seeded"

  var provision: Provision {
    let rule = MissedRule(answerWithin: .seconds(3600))
    var provision = Provision()
    provision.settings = [Setting.sendsActivities: .boolean(true)]
    provision.queues = (0..<queues).map { .init(name: Self.queue($0), skills: ["skill-\($0)"], rule: rule) }
    if shared > 0 { provision.queues.append(.init(name: "Shared", skills: ["shared"], rule: rule)) }
    provision.operators = (0..<operators).map { number in
      let skills = (number < queues * 2 ? ["skill-\(number / 2)"] : []) + (number < shared ? ["shared"] : [])
      return .init(
        login: Self.login(number), name: "Operator \(number + 1)", role: .operator, skills: skills, locale: "en",
        timeZone: "Europe/Kyiv", password: nil)
    }
    provision.channels = [.init(name: Self.channel, kind: .telegram, queue: nil, owner: nil, options: [:])]
    return provision
  }

  static func queue(_ number: Int) -> String { "Queue \(number + 1)" }

  private static func login(_ number: Int) -> String { "bench-\(number + 1)" }

  /// A header for each operator by which they are known.
  func tokens(_ recovery: Recovery) async throws -> [String] {
    var lines: [String] = []
    for number in 0..<operators {
      guard let token = try await recovery.createToken(login: Self.login(number)) else { continue }
      lines.append("Authorization: Bearer \(token)")
    }
    return lines
  }
}
