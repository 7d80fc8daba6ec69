import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /queues`: the queues that the operator works in; all for supervisors.
  func listQueues(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    return .json { json in
      json.member("queues", array: directory.queues(of: viewer)) { json, queue in
        json.object {
          $0.member("id", queue.id)
          $0.member("name", queue.name)
          $0.member("skills", array: queue.skills) { $0.string($1) }
          $0.member("answerWithinSeconds", queue.rule.answerWithin.components.seconds)
          $0.member("members", directory.members[queue.id]?.count ?? 0)
        }
      }
    }
  }

  /// `GET /operators`: who works here. Supervisors only.
  func listOperators(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let operators = try await recovery.operators()
    return .json { json in
      json.member("operators", array: operators) { json, overview in
        json.object {
          $0.members(of: overview.operator)
          $0.member("skills", array: overview.skills) { $0.string($1) }
          $0.member("queues", array: overview.queues) { $0.reference($1) }
          $0.member("seenAt", overview.seenAt)
        }
      }
    }
  }

  /// `GET /channels`: the connected accounts, without anything secret. Administrators only.
  func listChannels(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let channels = directory.channels.values.sorted { $0.name < $1.name }
    return .json { json in
      json.member("channels", array: channels) { json, channel in
        json.object {
          $0.member("id", channel.id)
          $0.member("name", channel.name)
          $0.member("kind", channel.kind.rawValue)
          $0.member("messenger", channel.kind.messenger)
          $0.member(
            "queue", channel.queueID.flatMap { directory.queues[$0] }.map { Reference(id: $0.id, name: $0.name) })
          $0.member("owner", channel.ownerID.flatMap { directory.operators[$0] }?.reference)
        }
      }
    }
  }
}
