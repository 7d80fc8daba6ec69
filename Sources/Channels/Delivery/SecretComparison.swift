/// Compares a secret that we were shown with the one that we hold, taking the same time wherever they differ, so that it cannot be
/// guessed piece by piece. Only the length of what was shown can be told from the time.
///
/// - Returns: false where there is no secret to compare with.
package func matches(_ shown: String, secret: String) -> Bool {
  let shown = Array(shown.utf8)
  let secret = Array(secret.utf8)
  guard !secret.isEmpty else { return false }
  var difference = shown.count ^ secret.count
  for index in shown.indices {
    difference |= Int(shown[index] ^ secret[index % secret.count])
  }
  return difference == 0
}
