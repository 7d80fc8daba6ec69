import CArgon2
import Dispatch
import Foundation

/// Argon2id (RFC 9106, https://www.rfc-editor.org/rfc/rfc9106) with 19 MiB, two passes and one lane.
enum PasswordHash {
  private static let passes: UInt32 = 2
  private static let kibibytes: UInt32 = 19_456
  private static let lanes: UInt32 = 1

  /// A hash costs some 20 ms of a core. One at a time, away from the threads that serve requests.
  private static let queue = DispatchQueue(label: "answerback.passwords")

  /// The hash of no password that anybody has, to make refusing an unknown login take as long as refusing a known one.
  static let ofNobody =
    "$argon2id$v=19$m=19456,t=2,p=1$YW5zd2VyYmFjay1ub2JvZHk$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

  static func make(_ password: String) async throws -> String {
    try await onQueue { try encode(password) }
  }

  static func matches(_ password: String, _ hash: String) async throws -> Bool {
    try await onQueue { argon2id_verify(hash, password, password.utf8.count) == ARGON2_OK.rawValue }
  }

  private static func encode(_ password: String) throws -> String {
    let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    var encoded = [CChar](repeating: 0, count: 200)
    let code = argon2id_hash_encoded(
      passes, kibibytes, lanes, password, password.utf8.count, salt, salt.count, 32, &encoded, encoded.count)
    guard code == ARGON2_OK.rawValue else { throw PasswordHashFailure(code: code) }
    return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func onQueue<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work() }) }
    }
  }
}

struct PasswordHashFailure: Error {
  let code: Int32
}
