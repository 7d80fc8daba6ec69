import Logging
import ServiceLifecycle
import Simulators

/// Three customers who write to the demo's bot soon after its start, so that there is something to answer.
struct DemoCustomers: Service {
  let telegram: SimulatedTelegram
  let logger: Logger

  private static let story: [(after: Duration, id: Int64, name: String, text: String)] = [
    (.seconds(2), 77, "Тарас Гнатюк", "Добрий день! Чи є в наявності кавомолка, яку я бачив на сайті?"),
    (.seconds(6), 596_417_343, "Ірина Мельник", "Вітаю, моє замовлення досі не приїхало. Підкажете, де воно?"),
    (.seconds(8), 4002, "John Doe", "Hi, can I change the delivery address of order 1042?"),
  ]

  func run() async throws {
    await cancelWhenGracefulShutdown {
      do {
        for line in Self.story {
          try await Task.sleep(for: line.after)
          try await telegram.customer(line.id, named: line.name, writes: line.text)
        }
      } catch is CancellationError {
        return
      } catch {
        logger.warning("The demo's customers cannot write.", metadata: ["error": "\(error)"])
      }
    }
    try? await gracefulShutdown()
  }
}
