import Recovery

/// One conversation of the demo's past: what is to happen in it, each so long after what was before.
struct Episode: Sendable {
  enum Step: Sendable {
    case writes(String)
    case leaves
    /// The customer comes back to the page and sees what we wrote.
    case returns
    case accepts
    case replies(String)
    /// Somebody else than whoever has it now or had it before.
    case declines(String)
    /// Everybody of the queue declines it, so that the supervisors have it.
    case everybodyDeclines(String)
    case givesBack
    case reassigns
    case answersElsewhere
    case completes(String, notes: String)
    case cancels(String, notes: String)
  }

  struct Part: Sendable {
    let wait: Duration
    /// Whether that time begins when somebody is at the desk.
    var staffed = false
    let step: Step
  }

  let customer: DemoCustomer
  var parts: [Part]
  /// The person of ours who is at it.
  var operatorID: String?
  /// The chat, as soon as there is one.
  var chatID: String?
}

/// How conversations go.
struct Plans {
  private var random: SeededRandom
  /// How long a chat may wait.
  let answerWithin: Duration

  init(seed: UInt64, answerWithin: Duration) {
    random = SeededRandom(seed: seed)
    self.answerWithin = answerWithin
  }

  /// - Parameter isStaffed: whether somebody is at the desk when the customer writes.
  mutating func parts(for customer: DemoCustomer, _ queue: String, isStaffed: Bool) -> [Episode.Part] {
    let topic = DemoTopic.topics(of: customer.language, in: queue).pick(&random)
    let opening: Episode.Step = .writes(topic.opening.numbered(&random))
    return [Episode.Part(wait: .zero, step: opening)] + course(topic, customer, isStaffed: isStaffed)
  }

  private typealias Course = @Sendable (inout Plans, DemoTopic, DemoCustomer) -> [Episode.Part]

  private mutating func course(_ topic: DemoTopic, _ customer: DemoCustomer, isStaffed: Bool) -> [Episode.Part] {
    let isWeb = customer.channel.kind == .web
    let courses: [(value: Course, weight: Int)] = [
      ({ $0.answered($1, $2) }, isStaffed ? 62 : 0), ({ $0.recovered($1, $2) }, 20),
      ({ $0.abandoned($1, $2) }, isWeb && isStaffed ? 12 : 0), ({ $0.folded($1, $2) }, 4),
      ({ $0.declined($1, $2) }, 3), ({ $0.givenBack($1, $2) }, 2), ({ $0.reassigned($1, $2) }, 2),
      ({ plans, _, customer in plans.elsewhere(customer) }, isWeb ? 0 : 3),
      ({ plans, _, customer in plans.canceled(customer) }, 3),
    ]
    return random.pick(courses)(&self, topic, customer)
  }

  // MARK: Courses, after the customer's first words

  private mutating func answered(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    var parts = [part(12...100, .replies(topic.reply))]
    if random.happens(70) {
      parts += [part(40...400, .writes(topic.further)), part(15...95, .replies(topic.answer))]
    }
    if random.happens(40) { parts += farewell(customer) }
    return parts
  }

  private mutating func recovered(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    var parts: [Episode.Part] = []
    if random.happens(40) { parts.append(part(30...100, .writes(topic.nudge.numbered(&random)))) }
    parts.append(pickUp())
    return parts + conversation(topic, customer)
  }

  private mutating func abandoned(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    var parts = [part(15...60, .leaves), pickUp(), part(30...150, .replies(topic.reply))]
    guard random.happens(60) else {
      let result = customer.language == .ukrainian ? "Клієнт не повернувся" : "The customer did not come back"
      return parts + [part(900...5000, .completes(result, notes: ""))]
    }
    parts.append(part(600...20_000, .returns))
    return parts + [part(60...900, .completes(topic.result, notes: ""))]
  }

  /// After our answer the customer writes again, and that is missed too.
  private mutating func folded(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    [
      pickUp(), part(40...180, .replies(topic.reply)), part(120...900, .writes(topic.further)),
      part(400...1800, .replies(topic.answer), staffed: true), part(60...900, .completes(topic.result, notes: "")),
    ]
  }

  private mutating func declined(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    let reasons =
      customer.language == .ukrainian
      ? ["Я на обіді", "Не мій товар", "Вже веду два чати"] : ["On a call", "I do not know this product"]
    return [pickUp(.declines(reasons.pick(&random))), pickUp()] + conversation(topic, customer)
  }

  private mutating func givenBack(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    [pickUp(), part(120...700, .givesBack), part(60...900, .accepts, staffed: true)] + conversation(topic, customer)
  }

  private mutating func reassigned(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    [pickUp(.reassigns), part(60...900, .accepts, staffed: true)] + conversation(topic, customer)
  }

  private mutating func elsewhere(_ customer: DemoCustomer) -> [Episode.Part] { [pickUp(.answersElsewhere)] }

  private mutating func canceled(_ customer: DemoCustomer) -> [Episode.Part] {
    let results =
      customer.language == .ukrainian
      ? ["Спам", "Дублікат звернення", "Помилився адресою"] : ["Spam", "Duplicate", "Wrong address"]
    return [pickUp(), part(30...300, .cancels(results.pick(&random), notes: ""))]
  }

  // MARK: Parts of them

  private mutating func conversation(_ topic: DemoTopic, _ customer: DemoCustomer) -> [Episode.Part] {
    var parts = [part(25...200, .replies(topic.reply))]
    if random.happens(65) {
      parts += [part(60...600, .writes(topic.further)), part(20...100, .replies(topic.answer))]
    }
    if random.happens(35) { parts += farewell(customer) }
    let notes = random.happens(30) ? note(customer) : ""
    return parts + [part(30...1500, .completes(topic.result, notes: notes))]
  }

  private mutating func farewell(_ customer: DemoCustomer) -> [Episode.Part] {
    let words = DemoTopic.farewell(customer.language, &random)
    return [part(30...200, .writes(words.thanks)), part(10...90, .replies(words.last))]
  }

  private mutating func note(_ customer: DemoCustomer) -> String {
    let notes =
      customer.language == .ukrainian
      ? ["Передзвонити в п’ятницю.", "Постійний клієнт.", "Просив писати лише у месенджер."]
      : ["Call back on Friday.", "A regular customer.", "Prefers to be written to."]
    return notes.pick(&random)
  }

  /// Somebody takes note of a missed chat, some minutes after it was missed.
  private mutating func pickUp(_ step: Episode.Step = .accepts) -> Episode.Part {
    Episode.Part(wait: answerWithin + random.span(20...2400), staffed: true, step: step)
  }

  private mutating func part(
    _ seconds: ClosedRange<Double>, _ step: Episode.Step, staffed: Bool = false
  ) -> Episode.Part {
    Episode.Part(wait: random.span(seconds), staffed: staffed, step: step)
  }
}

extension String {
  /// With an order's number for `{n}`.
  func numbered(_ random: inout SeededRandom) -> String {
    replacing("{n}", with: String(Int.random(in: 1040...1899, using: &random)))
  }
}
