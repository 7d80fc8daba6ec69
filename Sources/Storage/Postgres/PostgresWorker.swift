import Foundation
import Logging

/// A thread's connection and what it does with a job.
final class PostgresWorker {
  private enum Remedy {
    case none
    case rerun
    case reconnect
  }

  private let address: PostgresAddress
  private let listener: PostgresListener
  private let logger: Logger
  private let mostReruns = 10
  private var link: PostgresLink?
  private var isServerDown = false

  init(_ address: PostgresAddress, _ listener: PostgresListener, logger: Logger) {
    self.address = address
    self.listener = listener
    self.logger = logger
  }

  /// Runs a job until it is committed or has failed for good, and answers its caller.
  func perform(_ job: PostgresJob) {
    var reruns = 0
    var mayReconnect = true
    while true {
      switch attempt(job, mayRerun: reruns < mostReruns, mayReconnect: mayReconnect) {
      case .none: return tidy()
      case .reconnect: mayReconnect = false
      case .rerun:
        reruns += 1
        Thread.sleep(forTimeInterval: .random(in: 0...0.002) * Double(reruns))
      }
    }
  }

  private func attempt(_ job: PostgresJob, mayRerun: Bool, mayReconnect: Bool) -> Remedy {
    let link: PostgresLink
    do {
      link = try connected()
    } catch {
      job.job.fail(error.databaseError)
      return .none
    }
    let transaction = PostgresTransaction(on: link, job.mode)
    let answer: Job.Answer
    do {
      answer = try job.job.run(transaction)
      // A caught failure fails the transaction all the same.
      if let failure = transaction.failure { throw failure.databaseError }
    } catch {
      let remedy = remedy(for: transaction, mayRerun: mayRerun, mayReconnect: mayReconnect)
      if case .none = remedy { job.job.fail(error) }
      return remedy
    }
    return commit(transaction, of: job.job, answer, mayRerun: mayRerun)
  }

  private func commit(
    _ transaction: PostgresTransaction, of job: Job, _ answer: Job.Answer, mayRerun: Bool
  ) -> Remedy {
    do {
      try transaction.commit()
      listener.announce(transaction.topics)
      answer()
      return .none
    } catch {
      // Perhaps it was committed, and its wake-up lost with the connection.
      if error.isLost { listener.announce(transaction.topics) }
      let remedy = remedy(for: transaction, mayRerun: mayRerun, mayReconnect: false)
      if case .none = remedy { job.fail(error.databaseError) }
      return remedy
    }
  }

  /// Ends a failed transaction and tells whether it is worth another attempt.
  private func remedy(for transaction: PostgresTransaction, mayRerun: Bool, mayReconnect: Bool) -> Remedy {
    transaction.rollBack()
    guard let failure = transaction.failure else { return .none }
    if failure.isLost {
      link = nil
      return mayReconnect ? .reconnect : .none
    }
    guard failure.isPassing, mayRerun else { return .none }
    if !failure.isSerialization { forgetStatements() }
    return .rerun
  }

  /// After a failure to connect there is one attempt a job until the server is back, lest the queue fill up.
  private func connected() throws(PostgresFailure) -> PostgresLink {
    if let link { return link }
    for pause in isServerDown ? [] : [0.02, 0.1, 0.4] {
      if let link = try? connect() { return link }
      Thread.sleep(forTimeInterval: pause)
    }
    do {
      return try connect()
    } catch {
      if !isServerDown { logger.error("PostgreSQL cannot be reached", metadata: ["error": "\(error)"]) }
      isServerDown = true
      throw error
    }
  }

  private func connect() throws(PostgresFailure) -> PostgresLink {
    let link = try PostgresLink(address)
    isServerDown = false
    self.link = link
    return link
  }

  private func tidy() {
    if link?.isCrowded == true { forgetStatements() }
  }

  private func forgetStatements() {
    do {
      try link?.forgetStatements()
    } catch {
      link = nil
    }
  }
}
