import Hummingbird
package import Recovery

/// The workspace for operators, the API for programs, the widget for customers and the webhooks for platforms: everything
/// that is reached by HTTP.
package struct WebApplication: Sendable {
  let recovery: Recovery
  let receivers: [ChannelKind: any ChannelReceiver]
  let testers: [ChannelKind: any ChannelTester]
  let attachmentSources: [ChannelKind: any AttachmentSource]
  let secrets: any SecretSource
  let options: WebOptions
  let pages: Pages
  let authentication: Authentication
  let sameOrigin: SameOrigin
  let limits = Limits()
  /// The live streams; it must run as a service beside the server.
  package let live: LiveHub

  /// Loads templates, texts and assets.
  ///
  /// - Parameters:
  ///   - receivers: what understands each kind of webhook; other kinds have none.
  ///   - testers: what tries each kind of channel; only these kinds can be made in the browser.
  ///   - attachments: what fetches the files that customers send, by kind of channel.
  ///   - secrets: for answering platforms that verify our address.
  /// - Throws: where a template, a catalogue or an asset cannot be read.
  package init(
    recovery: Recovery, receivers: [ChannelKind: any ChannelReceiver],
    testers: [ChannelKind: any ChannelTester] = [:], attachments: [ChannelKind: any AttachmentSource] = [:],
    secrets: any SecretSource, options: WebOptions = WebOptions()
  ) async throws {
    self.recovery = recovery
    self.receivers = receivers
    self.testers = testers
    attachmentSources = attachments
    self.secrets = secrets
    self.options = options
    let templates = try await PageTemplates()
    live = LiveHub(recovery: recovery, templates: templates)
    pages = Pages(recovery: recovery, templates: templates, live: live)
    authentication = Authentication(recovery: recovery)
    sameOrigin = SameOrigin(publicURL: options.publicURL)
  }

  /// Answers every request.
  package var responder: FrontDoor {
    FrontDoor(
      routes: routes(), sameOrigin: sameOrigin, headers: SecurityHeaders(secure: options.secureCookies),
      errors: ErrorAnswers(pages: pages, authentication: authentication))
  }

  private func routes() -> RouterResponder<WebContext> {
    var routes = Routes(authentication: authentication)
    addDesk(to: &routes)
    addActivities(to: &routes)
    addRegistry(to: &routes)
    addNotifications(to: &routes)
    addChats(to: &routes)
    addCard(to: &routes)
    addSupervision(to: &routes)
    addContacts(to: &routes)
    addReports(to: &routes)
    addAdministration(to: &routes)
    addOutside(to: &routes)
    return routes.responder()
  }
}

// MARK: The list of all routes

extension WebApplication {
  private func addDesk(to routes: inout Routes) {
    routes.open(.get, "/sign-in", showSignIn)
    routes.open(.get, "/session", leadToSignIn)
    routes.open(.post, "/session", signIn)
    routes.open(.delete, "/session", signOut)
    routes.add(.get, "/", showHome)
    routes.add(.get, "/live", openLiveStream)
    routes.add(.get, "/settings", listSettings)
    routes.add(.get, "/settings/:code", showSetting)
    routes.add(.patch, "/settings/:code", from: .administrator, changeSetting)
  }

  private func addActivities(to routes: inout Routes) {
    routes.add(.get, "/activities", listActivities)
    routes.add(.get, "/activities/:id", showActivity)
    routes.add(.patch, "/activities/:id", editActivity)
    routes.add(.get, "/activities/:id/preview", previewActivity)
    routes.add(.post, "/activities/:id/acceptance", acceptActivity)
    routes.add(.delete, "/activities/:id/acceptance", giveBackActivity)
    routes.add(.post, "/activities/:id/decline", declineActivity)
    routes.add(.post, "/activities/:id/completion", completeActivity)
    routes.add(.post, "/activities/:id/cancellation", cancelActivity)
    routes.add(.put, "/activities/:id/assignment", from: .supervisor, assignActivity)
  }

  private func addChats(to routes: inout Routes) {
    routes.add(.get, "/chats", listChats)
    routes.add(.get, "/chats/:id", showChat)
    routes.add(.post, "/chats/:id/messages", reply)
    routes.add(.post, "/chats/:id/closing", closeChat)
  }

  private func addOutside(to routes: inout Routes) {
    routes.open(.post, "/webhooks/:channel", receiveWebhook)
    routes.open(.get, "/webhooks/:channel", verifyWebhook)
    routes.open(.get, "/widget.js", sendWidgetScript)
    routes.open(.post, "/widget/:channel/visits", widget(visit))
    routes.open(.post, "/widget/:channel/messages", widget(receiveFromWidget))
    routes.open(.get, "/widget/:channel/messages", widget(listForWidget))
    routes.open(.get, "/widget/:channel/live", widget(streamToWidget))
    routes.open(.post, "/widget/:channel/receipts", widget(receiptFromWidget))
    routes.open(.post, "/widget/:channel/departure", widget(departFromWidget))
    for part in ["visits", "messages", "live", "receipts", "departure"] {
      routes.open(.options, "/widget/:channel/\(part)", preflightWidget)
    }
    routes.open(.get, "/assets/:file", sendAsset)
    routes.open(.get, "/assets/:file/:name", sendAsset)
    routes.open(.get, "/health/live", isAlive)
    routes.open(.get, "/health/ready", isReady)
    if options.demoChannel != nil { routes.open(.get, "/demo/shop", showShop) }
  }
}
