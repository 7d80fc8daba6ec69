import Foundation
import Recovery

/// Tells the weeks before the demo: customers who wrote, and what became of it. Nothing is made up in the database: the
/// same verbs do it that the desk uses, only with a clock that is moved. It always tells the same story.
struct DemoPast {
  private let desk: PastDesk
  private let rhythm: PastRhythm
  private let start: Timestamp
  private let end: Timestamp
  private var random = SeededRandom(seed: 2026)
  private var steps = StepQueue()
  /// When the next chat is missed, if nobody answers.
  private var due: Timestamp?

  private static let day: Duration = .seconds(24 * 60 * 60)

  /// - Parameters:
  ///   - recovery: the domain with this clock, which stands at the past's beginning, on a desk that is provisioned.
  ///   - end: the present.
  init(_ recovery: Recovery, _ clock: PastClock, rhythm: PastRhythm, until end: Timestamp) async throws {
    desk = try await PastDesk(recovery, clock)
    self.rhythm = rhythm
    start = clock.now()
    self.end = end
  }

  /// - Returns: the customers who may still be written to, for those who stand in for platforms.
  mutating func tell() async throws -> [DemoCustomer] {
    let customers = try await customers()
    invite(customers)
    present(customers)
    let referred = refer()
    var nextDay = start + Self.day
    while let (moment, episode) = steps.next(), moment <= end {
      while nextDay < moment {
        try await pass(until: nextDay)
        try await desk.recovery.closeIdleChats()
        nextDay = nextDay + Self.day
      }
      try await pass(until: moment)
      try await go(on: episode)
    }
    try await pass(until: end)
    return customers + referred
  }

  /// Lets the time pass, and with it miss what is due.
  private mutating func pass(until moment: Timestamp) async throws {
    while let due, due <= moment {
      desk.clock.move(to: due)
      self.due = try await desk.recovery.sweepMissedChats()
    }
    desk.clock.move(to: moment)
  }

  private mutating func go(on episode: Episode) async throws {
    var episode = episode
    guard !episode.parts.isEmpty else { return }
    let part = episode.parts.removeFirst()
    try await desk.perform(part.step, of: &episode, &random)
    due = try await desk.recovery.sweepMissedChats()
    schedule(episode, after: desk.clock.now())
  }

  private mutating func schedule(_ episode: Episode, after moment: Timestamp) {
    guard let next = episode.parts.first else { return }
    let begin = next.staffed ? rhythm.staffed(from: moment) : moment
    steps.add(episode, at: begin + next.wait)
  }
}

// MARK: Who writes, and when

extension DemoPast {
  private mutating func customers() async throws -> [DemoCustomer] {
    let channels = desk.directory.channels.values.byName()
    var customers: [DemoCustomer] = []
    for number in 0..<DemoCustomer.most {
      let channel = random.pick(channels.map { ($0, $0.kind == .web ? 6 : $0.kind == .telegram ? 5 : 2) })
      let language: DemoCustomer.Language = random.happens(70) ? .ukrainian : .english
      let id =
        channel.kind == .web
        ? try await desk.recovery.newVisitor(on: channel).visitor.id : Self.id(number)
      customers.append(
        DemoCustomer(name: DemoCustomer.name(number, language), language: language, channel: channel, id: id))
    }
    return customers
  }

  private static func id(_ number: Int) -> String { String(700_000_000 + number * 977) }

  private mutating func invite(_ customers: [DemoCustomer]) {
    var plans = Plans(seed: 7, answerWithin: PastDesk.answerWithin)
    for moment in rhythm.arrivals(from: start, to: end - .seconds(900), &random) {
      let customer = customers.pick(&random)
      let isStaffed = rhythm.hours.isOpen(at: moment)
      let parts = plans.parts(for: customer, queueName(of: customer), isStaffed: isStaffed)
      steps.add(Episode(customer: customer, parts: parts), at: moment)
    }
  }

  private func queueName(of customer: DemoCustomer) -> String {
    customer.channel.queueID.flatMap { desk.directory.queues[$0]?.name } ?? ""
  }

  /// What is going on right now, so that there is something in every list.
  private mutating func present(_ customers: [DemoCustomer]) {
    // Only those to whom an answer can be sent from here.
    let reachable = customers.filter { [.web, .telegram].contains($0.channel.kind) }
    for (customer, scene) in zip(reachable, Self.scenes) {
      let topic = DemoTopic.topics(of: customer.language, in: queueName(of: customer)).pick(&random)
      var episode = Episode(
        customer: customer, parts: [.init(wait: .zero, step: .writes(topic.opening.numbered(&random)))])
      let begin = end - .seconds(scene.minutesAgo * 60)
      if let taken = scene.takenAfter {
        let people = desk.people(of: customer.channel.queueID)
        episode.operatorID = people.first { $0.login == scene.by }?.id ?? people.first?.id
        episode.parts.append(.init(wait: .seconds(taken * 60), step: .accepts))
        if scene.isAnswered { episode.parts.append(.init(wait: .seconds(70), step: .replies(topic.reply))) }
      }
      steps.add(episode, at: begin)
    }
  }

  /// What nobody of the queue may decide, so that there is something for the supervisors.
  ///
  /// - Returns: whoever wrote it, if anybody could.
  private mutating func refer() -> [DemoCustomer] {
    guard let channel = desk.directory.channels.values.first(where: { $0.kind == .telegram }) else { return [] }
    let number = DemoCustomer.most
    let customer = DemoCustomer(
      name: DemoCustomer.name(number, .ukrainian), language: .ukrainian, channel: channel, id: Self.id(number))
    let parts = [
      Episode.Part(wait: .zero, step: .writes("Купую сорок чашок для кав’ярні. Яку знижку ви можете дати?")),
      Episode.Part(wait: .seconds(540), step: .everybodyDeclines("Про знижки вирішує керівник")),
    ]
    steps.add(Episode(customer: customer, parts: parts), at: end - .seconds(1560))
    return [customer]
  }

  private struct Scene {
    let minutesAgo: Double
    var takenAfter: Double?
    var by = ""
    var isAnswered = false
  }

  private static let scenes: [Scene] = [
    Scene(minutesAgo: 1770), Scene(minutesAgo: 1650, takenAfter: 35, by: "olena"),
    Scene(minutesAgo: 1580, takenAfter: 50, by: "ivan", isAnswered: true),
    Scene(minutesAgo: 95, takenAfter: 20, by: "ivan", isAnswered: true),
    Scene(minutesAgo: 80, takenAfter: 30, by: "maria", isAnswered: true),
    Scene(minutesAgo: 64, takenAfter: 41, by: "olena", isAnswered: true),
    Scene(minutesAgo: 52, takenAfter: 44, by: "olena"), Scene(minutesAgo: 45, takenAfter: 39, by: "ivan"),
    Scene(minutesAgo: 38), Scene(minutesAgo: 31), Scene(minutesAgo: 22), Scene(minutesAgo: 17), Scene(minutesAgo: 12),
    Scene(minutesAgo: 7), Scene(minutesAgo: 4), Scene(minutesAgo: 1.2), Scene(minutesAgo: 0.4),
  ]
}

/// Episodes in the order in which they go on; of two at the same time that which was added first.
private struct StepQueue {
  private var waiting: [(moment: Timestamp, episode: Episode)] = []

  mutating func add(_ episode: Episode, at moment: Timestamp) {
    var (low, high) = (0, waiting.count)
    while low < high {
      let middle = (low + high) / 2
      // The last is the next.
      if waiting[middle].moment > moment { low = middle + 1 } else { high = middle }
    }
    waiting.insert((moment, episode), at: low)
  }

  mutating func next() -> (moment: Timestamp, episode: Episode)? { waiting.popLast() }
}
