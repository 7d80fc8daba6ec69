import ServiceLifecycle
import Storage

/// Forgets the remembered directory when it was changed, here or on another machine.
package struct DirectoryWatch: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(on: [.directory], named: "directory", atLeastEvery: .seconds(30)) {
      recovery.forgetDirectory()
      return nil
    }
  }
}
