import HTTPTypes
import Hummingbird
import Recovery

/// A page of administration: facts, tables and forms, put together alike everywhere.
struct AdministrationPage {
  let title: String
  let section: Page.Section?
  /// The page above it.
  var crumb: Link?
  var lead: String?
  var links: [Link] = []
  /// What is shown this once: a password or a token.
  var secret: Secret?
  var notice: Page.Notice?
  var parts: [Part] = []
  var status: HTTPResponse.Status = .ok

  init(_ title: String, in section: Page.Section?, under crumb: Link? = nil, lead: String? = nil) {
    self.title = title
    self.section = section
    self.crumb = crumb
    self.lead = lead
  }

  struct Link {
    let text: String
    let href: String

    var fields: Fields { ["text": text, "href": href] }
  }

  struct Secret {
    let label: String
    let value: String
  }

  /// One block of the page.
  struct Part {
    var id: String?
    var heading: String?
    var text: String?
    var facts: [(label: String, cell: Cell)] = []
    var table: Table?
    var form: Form?
    /// Text of somebody else, shown as it is.
    var raw: String?
    var buttons: [Button] = []

    var fields: Fields {
      [
        "id": Fields.optional(id), "heading": Fields.optional(heading), "text": Fields.optional(text),
        "facts": Fields.optional(
          facts.isEmpty
            ? nil : ["facts": facts.map { ["label": $0.label, "cell": $0.cell.fields] as Fields }] as Fields),
        "table": Fields.optional(table?.fields), "form": Fields.optional(form?.fields), "raw": Fields.optional(raw),
        "buttons": buttons.map(\.fields), "buttonsSome": !buttons.isEmpty,
      ]
    }
  }

  var page: Page {
    let secret: Fields? = secret.map { ["label": $0.label, "value": $0.value] }
    var page = Page(
      "administration", title: title, section: section,
      [
        "heading": title, "crumb": Fields.optional(crumb?.fields), "lead": Fields.optional(lead),
        "links": links.map(\.fields), "linksSome": !links.isEmpty, "secret": Fields.optional(secret),
        "parts": parts.map(\.fields),
      ])
    page.notice = notice
    page.status = status
    return page
  }
}

extension AdministrationPage {
  /// A list of things, a row each.
  struct Table {
    let columns: [String]
    let rows: [Row]
    /// What is said where there is none.
    let empty: String
    /// The address of the next page.
    var next: String?
    /// What is said where there may be more that is not shown.
    var cut: String?

    /// The address of the next page of a list.
    static func address(of next: String?, _ list: String) -> String? {
      next.map { "\(list)?after=\(FormFields.encode($0))" }
    }

    struct Row {
      var id: String?
      let cells: [Cell]
    }

    var fields: Fields {
      [
        "columns": columns, "some": !rows.isEmpty, "empty": empty, "next": Fields.optional(next),
        "cut": Fields.optional(cut),
        "rows": rows.map { row -> Fields in
          [
            "id": Fields.optional(row.id),
            "cells": zip(columns, row.cells).map { label, cell in cell.fields.merging(["label": label]) },
          ]
        },
      ]
    }
  }

  /// A value, as it is shown in a table or among facts.
  struct Cell {
    var text = ""
    var href: String?
    var isCode = false
    var isMuted = false
    var time: any Sendable = false
    var lines: [String] = []
    var verdict: (kind: String, text: String)?
    var buttons: [Button] = []

    static func text(_ text: String) -> Cell { Cell(text: text) }
    static func muted(_ text: String) -> Cell { Cell(text: text, isMuted: true) }
    static func code(_ text: String) -> Cell { Cell(text: text, isCode: true) }
    static func link(_ text: String, _ href: String) -> Cell { Cell(text: text, href: href) }
    static func time(_ time: any Sendable) -> Cell { Cell(time: time) }
    static func lines(_ lines: [String]) -> Cell { Cell(lines: lines) }
    static func buttons(_ buttons: [Button]) -> Cell { Cell(buttons: buttons) }

    var fields: Fields {
      let verdict: Fields? = verdict.map { ["kind": $0.kind, "text": $0.text] }
      let isPlain = !text.isEmpty && href == nil && !isCode && !isMuted
      return [
        "text": text, "href": Fields.optional(href), "isCode": isCode, "isMuted": isMuted, "isPlain": isPlain,
        "time": time,
        "lines": lines, "verdict": Fields.optional(verdict), "buttons": buttons.map(\.fields),
      ]
    }
  }

  /// A form of one button; one that cannot be undone, or that needs a word, asks first.
  struct Button {
    let label: String
    let action: String
    var method: String?
    var hidden: [(String, String)] = []
    /// The question, and the button that answers it.
    var asks: (question: String, confirm: String)?
    /// The word that it needs.
    var entry: Entry?
    /// What the button is called aloud, where its label alone says too little.
    var aria: String?
    var isSmall = false
    /// Whether it asks already, because what was answered was refused.
    var isOpen = false

    struct Entry {
      let name: String
      let label: String
      let value: String
    }

    var fields: Fields {
      let entry: Fields? = entry.map { ["name": $0.name, "label": $0.label, "value": $0.value] }
      return [
        "label": label, "action": action, "method": Fields.optional(method),
        "hidden": hidden.map { ["name": $0.0, "value": $0.1] as Fields }, "isAsked": asks != nil || entry != nil,
        "question": Fields.optional(asks?.question), "confirm": asks?.confirm ?? label, "entry": Fields.optional(entry),
        "aria": Fields.optional(aria), "isSmall": isSmall,
        "isOpen": isOpen,
      ]
    }
  }
}

extension Wording {
  /// That no more than so many are listed, where so many are.
  func cut(_ count: Int) -> String? {
    count < Recovery.mostListed ? nil : text("admin.cut", ["count": String(Recovery.mostListed)])
  }
}
