import Foundation
import Recovery

/// The desk as it was: the domain with a clock that is moved, and whoever works there.
struct PastDesk: Sendable {
  let recovery: Recovery
  let clock: PastClock
  let directory: Directory
  private let senders: [ChannelKind: any ChannelSender]
  private let supervisors: [Operator]

  /// How long a chat could wait then; in the demo itself it is shorter, so that one need not wait.
  static let answerWithin: Duration = .seconds(120)
  private static let echo = EchoReceiver()

  /// - Parameter recovery: the domain with this clock, its desk provisioned.
  init(_ recovery: Recovery, _ clock: PastClock) async throws {
    self.recovery = recovery
    self.clock = clock
    directory = try await recovery.directory()
    senders = Dictionary(uniqueKeysWithValues: ChannelKind.allCases.map { ($0, PastSender() as any ChannelSender) })
    supervisors = directory.operators.values.filter { $0.role == .supervisor }.sorted { $0.login < $1.login }
  }

  func people(of queueID: String?) -> [Operator] {
    let members = queueID.flatMap { directory.members[$0] } ?? []
    return members.compactMap { directory.operators[$0] }.sorted { $0.login < $1.login }
  }

  /// Does one step of an episode, where it is possible as things stand.
  func perform(_ step: Episode.Step, of episode: inout Episode, _ random: inout SeededRandom) async throws {
    switch step {
    case .writes(let text): try await write(text, &episode, &random)
    case .leaves: try await recovery.left(episode.customer.visitor)
    case .returns: try await comeBack(episode)
    case .answersElsewhere: try await answerElsewhere(episode)
    case .replies(let text): try await reply(text, &episode, &random)
    case .accepts, .declines, .everybodyDeclines, .givesBack, .reassigns, .completes, .cancels:
      try await handle(step, &episode, &random)
    }
  }

  private func write(_ text: String, _ episode: inout Episode, _ random: inout SeededRandom) async throws {
    let customer = episode.customer
    let message = try await recovery.receive(
      text, clientID: "past-\(random.next())", name: customer.name, from: customer.visitor, on: customer.channel)
    episode.chatID = message.chatID
  }

  private func comeBack(_ episode: Episode) async throws {
    let visitor = episode.customer.visitor
    try await recovery.arrived(visitor)
    let ours = try await recovery.messages(of: visitor).filter { $0.direction == .outbound }
    try await recovery.shown(ours.map(\.id), to: visitor)
  }

  private func answerElsewhere(_ episode: Episode) async throws {
    let (customer, now) = (episode.customer, clock.now())
    let body = Array("\(customer.id) \(now.milliseconds)".utf8)
    try await recovery.store(body, key: "echo-\(customer.id)-\(now.milliseconds)", for: customer.channel)
    _ = try await recovery.processInbound(with: [customer.channel.kind: Self.echo])
  }

  private func reply(_ text: String, _ episode: inout Episode, _ random: inout SeededRandom) async throws {
    guard let author = person(&episode, &random), let chat = episode.chatID else { return }
    let outcome = try await recovery.reply(to: chat, text: text, by: author)
    clock.move(to: clock.now() + .milliseconds(Int64.random(in: 300...1900, using: &random)))
    _ = try await recovery.sendOutbox(through: senders)
    let customer = episode.customer
    guard case .sent(let message) = outcome, customer.channel.kind == .web, random.happens(92) else { return }
    let isThere = try await recovery.chat(chat, for: author)?.leftAt == nil
    if isThere { try await recovery.shown([message.id], to: customer.visitor) }
  }

  private func handle(
    _ step: Episode.Step, _ episode: inout Episode, _ random: inout SeededRandom
  ) async throws {
    guard let chat = episode.chatID, let supervisor = supervisors.first,
      let activity = try await recovery.chat(chat, for: supervisor)?.activityID,
      let person = person(&episode, &random)
    else { return }
    switch step {
    case .accepts: _ = try await recovery.accept(activity, by: person)
    case .declines(let reason):
      _ = try await recovery.decline(activity, reason: reason, by: person)
      episode.operatorID = colleague(of: person, episode, &random).id
    case .everybodyDeclines(let reason):
      for one in people(of: episode.customer.channel.queueID) {
        _ = try await recovery.decline(activity, reason: reason, by: one)
      }
    case .givesBack:
      _ = try await recovery.giveBack(activity, by: person)
      episode.operatorID = colleague(of: person, episode, &random).id
    case .reassigns:
      episode.operatorID = colleague(of: person, episode, &random).id
      _ = try await recovery.reassign(
        activity, to: episode.operatorID ?? person.id, by: supervisors.pick(&random))
    case .completes(let result, let notes):
      _ = try await recovery.close(activity, as: .completed, result: result, notes: notes, by: person)
    case .cancels(let result, let notes):
      _ = try await recovery.close(activity, as: .canceled, result: result, notes: notes, by: person)
    case .writes, .leaves, .returns, .answersElsewhere, .replies: break
    }
  }

  /// Whoever is at this conversation; at first somebody of its queue, the first by login more often than the others.
  private func person(_ episode: inout Episode, _ random: inout SeededRandom) -> Operator? {
    if let id = episode.operatorID { return directory.operators[id] }
    let people = people(of: episode.customer.channel.queueID)
    guard !people.isEmpty else { return nil }
    let person = random.pick(people.enumerated().map { ($0.element, 8 - min($0.offset, 6)) })
    episode.operatorID = person.id
    return person
  }

  private func colleague(of person: Operator, _ episode: Episode, _ random: inout SeededRandom) -> Operator {
    let others = people(of: episode.customer.channel.queueID).filter { $0.id != person.id }
    return others.isEmpty ? person : others.pick(&random)
  }
}

/// The platforms of the past: they took every message. It exists only while the past is told; nothing is sent.
private struct PastSender: ChannelSender {
  func send(_ message: OutboundMessage) async throws(ChannelSendError) -> String? { message.id }
}

/// Understands that a customer was answered in another tool: the conversation's id and the time.
private struct EchoReceiver: ChannelReceiver {
  func admits(_ request: WebhookRequest, for channel: Channel) -> Bool { false }

  func deduplicationKey(of body: [UInt8]) throws(MalformedBody) -> String? { nil }

  func events(in body: [UInt8]) throws -> [InboundEvent] {
    let words = String(decoding: body, as: UTF8.self).split(separator: " ")
    guard words.count == 2, let at = Int64(words[1]) else { throw MalformedBody() }
    return [.answeredElsewhere(chat: String(words[0]), at: Timestamp(milliseconds: at))]
  }
}
