import AsyncHTTPClient
import struct NIOCore.TimeAmount
import ServiceLifecycle

/// Delivers updates to the bot's webhook as Telegram does: the oldest of each chat, again and again until it is taken
/// (https://core.telegram.org/bots/api#setwebhook).
struct TelegramDelivery: Service {
  let telegram: SimulatedTelegram
  let client: HTTPClient

  func run() async {
    await cancelWhenGracefulShutdown { await deliverAll() }
  }

  private func deliverAll() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        let listening = telegram.delivering.listen()
        let (due, wait) = await telegram.takeDue()
        for delivery in due {
          group.addTask { await telegram.settle(delivery, await deliver(delivery)) }
        }
        await listening.wait(atMost: wait)
      }
    }
  }

  enum Outcome: Sendable {
    case taken
    /// With the seconds to wait, if the bot's server named some.
    case failed(String, retryAfter: Int64?)
  }

  struct Delivery: Sendable {
    let update: PendingUpdates.Update
    let webhook: SimulatedWebhook
  }

  private func deliver(_ delivery: Delivery) async -> Outcome {
    do {
      var request = HTTPClientRequest(url: delivery.webhook.url)
      request.method = .POST
      request.headers.add(name: "content-type", value: "application/json")
      if let secret = delivery.webhook.secret {
        request.headers.add(name: "X-Telegram-Bot-Api-Secret-Token", value: secret)
      }
      request.body = .bytes(try delivery.update.body.bytes())
      let response = try await client.execute(request, timeout: .seconds(30))
      _ = try await response.body.collect(upTo: 64 * 1024)
      if (200..<300).contains(response.status.code) { return .taken }
      let wait = response.headers.first(name: "retry-after").flatMap { Int64($0) }
      return .failed("Wrong response from the webhook: \(response.status)", retryAfter: wait)
    } catch {
      return .failed("Connection failed", retryAfter: nil)
    }
  }
}

extension SimulatedTelegram {
  /// What is to be delivered now, and how long to wait for more at the most.
  fileprivate func takeDue() -> (due: [TelegramDelivery.Delivery], wait: Duration) {
    guard let webhook else { return ([], .seconds(60)) }
    let due = updates.takeDue(at: now(), atOnce: webhook.mostConnections)
    let wait = updates.nextDue.map { Duration.milliseconds(max(1, $0 - now())) } ?? .seconds(60)
    return (due.map { TelegramDelivery.Delivery(update: $0, webhook: webhook) }, wait)
  }

  fileprivate func settle(_ delivery: TelegramDelivery.Delivery, _ outcome: TelegramDelivery.Outcome) {
    switch outcome {
    case .taken: updates.delivered(delivery.update.id)
    case .failed(let text, let retryAfter):
      webhook?.lastError = (now(), text)
      updates.failed(delivery.update.id, waiting: { wait(after: $0, asked: retryAfter) }, at: now())
    }
    delivering.ring()
  }

  /// In milliseconds: what the bot's server asked for at the first failure, then doubling up to a minute.
  private func wait(after failures: Int64, asked: Int64?) -> Int64 {
    if failures == 1, let asked { return min(max(0, asked), 3600) * 1000 }
    let wait = min(rules.firstRetry * (1 << min(failures - 1, 16)), .seconds(60))
    return Int64(wait / .milliseconds(1))
  }
}
