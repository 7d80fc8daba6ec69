import Recovery
import Storage
import TestSupport
import Testing

@Suite struct SavedViewTests {
  @Test(arguments: Engine.available)
  func `a personal view is its maker's alone, a shared one everybody's`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.recovery.saveView("Mine", query: "owner=me", isShared: false, by: desk.ivan)
      _ = try await desk.recovery.saveView("Late", query: "sort=due", isShared: true, by: desk.oksana)
      #expect(try await desk.recovery.views(of: desk.ivan).map(\.name) == ["Late", "Mine"])
      #expect(try await desk.recovery.views(of: desk.maria).map(\.name) == ["Late"])
      let outcome = try await desk.recovery.saveView("All", query: "", isShared: true, by: desk.ivan)
      #expect(outcome == .forbidden)
    }
  }

  @Test(arguments: Engine.available)
  func `saving under the same name replaces, whatever the case`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.recovery.saveView("Мої", query: "owner=me", isShared: false, by: desk.ivan)
      _ = try await desk.recovery.saveView("МОЇ", query: "owner=me&sort=due", isShared: false, by: desk.ivan)
      let views = try await desk.recovery.views(of: desk.ivan)
      #expect(views.map(\.query) == ["owner=me&sort=due"])
      _ = try await desk.recovery.saveView("Late", query: "", isShared: true, by: desk.oksana)
      let outcome = try await desk.recovery.saveView("late", query: "sort=due", isShared: true, by: desk.anna)
      #expect(outcome == .nameTaken)
    }
  }

  @Test(arguments: Engine.available)
  func `only its maker renames and deletes a view, and supervisors what is shared`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      func save(_ name: String, shared: Bool, by maker: Operator) async throws -> SavedView {
        guard case .saved(let view) = try await desk.recovery.saveView(name, query: "", isShared: shared, by: maker)
        else { throw InvalidInput(field: "name", message: name) }
        return view
      }
      let mine = try await save("Mine", shared: false, by: desk.ivan)
      let other = try await save("Other", shared: false, by: desk.ivan)
      let late = try await save("Late", shared: true, by: desk.oksana)
      #expect(try await desk.recovery.renameView(mine.id, to: "My", by: desk.oksana) == .missing)
      #expect(try await desk.recovery.renameView(mine.id, to: "OTHER", by: desk.ivan) == .nameTaken)
      #expect(try await desk.recovery.renameView(late.id, to: "Later", by: desk.ivan) == .missing)
      #expect(try await desk.recovery.deleteView(late.id, by: desk.ivan) == false)
      #expect(try await desk.recovery.deleteView(late.id, by: desk.anna))
      #expect(try await desk.recovery.deleteView(other.id, by: desk.ivan))
      _ = try await desk.recovery.renameView(mine.id, to: "Other", by: desk.ivan)
      #expect(try await desk.recovery.views(of: desk.ivan).map(\.name) == ["Other"])
    }
  }

  @Test func `their number and their names are bounded`() async throws {
    try await withDesk(on: .sqlite) { desk in
      for number in 0..<SavedView.limit {
        _ = try await desk.recovery.saveView("\(number)", query: "", isShared: false, by: desk.ivan)
      }
      let outcome = try await desk.recovery.saveView("One more", query: "", isShared: false, by: desk.ivan)
      #expect(outcome == .tooMany)
      for name in ["", String(repeating: "x", count: SavedView.longestName + 1)] {
        await #expect(throws: InvalidInput.self) {
          try await desk.recovery.saveView(name, query: "", isShared: false, by: desk.ivan)
        }
      }
    }
  }
}
