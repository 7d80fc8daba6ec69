import Crypto

/// Secrets that we hand out and know again only by their hash.
package enum SecretToken {
  /// 32 random bytes in hexadecimal digits.
  package static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return hexadecimal((0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64) { Array($0) } })
  }

  /// What is stored of a token. It is random, so a plain hash hides it.
  package static func hash(_ token: String) -> String {
    hexadecimal(Array(SHA256.hash(data: Array(token.utf8))))
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
