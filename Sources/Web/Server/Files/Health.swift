import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /health/live`: the process answers.
  func isAlive(_ request: Request, _ context: WebContext) async throws -> Response {
    .json { $0.member("status", "ok") }
  }

  /// `GET /health/ready`: the database answers too.
  func isReady(_ request: Request, _ context: WebContext) async throws -> Response {
    _ = try await recovery.database.read { try $0.rows("SELECT 1 AS ready") }
    return .json { $0.member("status", "ok") }
  }
}
