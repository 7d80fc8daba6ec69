/// How often clients may do what costs us something.
struct Limits: Sendable {
  /// Passwords tried, by address; right ones do not count.
  let signIns = RateLimit(60, per: .seconds(60))
  /// Pages opened with the widget, by address.
  let visits = RateLimit(120, per: .seconds(60))
  /// What customers write, by customer and by address.
  let messages = RateLimit(30, per: .seconds(60))
  let messagesOfAddress = RateLimit(300, per: .seconds(60))
  /// What the widget does by itself, by customer.
  let readings = RateLimit(240, per: .seconds(60))
  /// Streams of customers that are open at once, by address; many people may stand behind one.
  let customerStreams = OpenCount(200)
}
