import AsyncHTTPClient
import Channels
import Hummingbird
import Logging
import Recovery
import ServiceLifecycle
import Web

/// The one place where the parts are joined: the domain, the channels, the web, and the services that run beside them.
struct Server {
  let recovery: Recovery
  let settings: LaunchSettings
  let secrets: any SecretSource
  var web = WebOptions()
  /// What else runs as long as the server does.
  var companions: [any Service] = []
  /// Called with the port when the server answers.
  var whenServing: @Sendable (Int) async -> Void = { _ in }

  /// How long open work may take to end after SIGTERM or SIGINT; then it is cut off.
  private static let grace: Duration = .seconds(10)

  /// Serves until it is told to stop.
  func run() async throws {
    let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .channels)
    do {
      try await serve(client)
    } catch {
      try? await client.shutdown()
      throw error
    }
    try await client.shutdown()
  }

  private func serve(_ client: HTTPClient) async throws {
    let logger = settings.logger
    let receivers: [ChannelKind: any ChannelReceiver] = [.telegram: TelegramReceiver(secrets: secrets)]
    let senders: [ChannelKind: any ChannelSender] = [
      .telegram: TelegramSender(secrets: secrets, client: client), .web: WebChatSender(),
    ]
    let web = try await WebApplication(
      recovery: recovery, receivers: receivers, testers: testers(client),
      attachments: [.telegram: TelegramFiles(secrets: secrets, client: client)],
      secrets: secrets, options: webOptions)
    let application = Application(
      responder: web.responder,
      configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil),
      onServerRunning: { channel in await whenServing(channel.localAddress?.port ?? settings.port) },
      logger: Self.quiet(logger))
    let services: [any Service] =
      [
        web.live, InboundProcessing(recovery: recovery, receivers: receivers), MissedChatSweeper(recovery: recovery),
        OutboxSending(recovery: recovery, senders: senders), PostponementWatch(recovery: recovery),
        ReminderWatch(recovery: recovery),
        DirectoryWatch(recovery: recovery), InboundRetention(recovery: recovery), IdleChatClosing(recovery: recovery),
        VisitorRetention(recovery: recovery), ReportCounting(recovery: recovery),
        SystemMessageRetention(recovery: recovery), DeadlineSweeper(recovery: recovery),
        LeaverWatch(recovery: recovery), ContactIndexing(recovery: recovery),
        ChannelDuties(recovery: recovery, duty: duty(client)),
      ] + companions + [application]
    var configuration = ServiceGroupConfiguration(
      services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Self.quiet(logger))
    configuration.maximumGracefulShutdownDuration = Self.grace
    try await ServiceGroup(configuration: configuration).run()
  }

  private var webOptions: WebOptions {
    var options = web
    options.publicURL = settings.publicURL
    options.behindProxy = settings.behindProxy
    options.secureCookies = settings.publicURL?.hasPrefix("https://") ?? false
    return options
  }

  private func testers(_ client: HTTPClient) -> [ChannelKind: any ChannelTester] {
    [
      .telegram: TelegramTester(secrets: secrets, client: client, publicURL: settings.publicURL),
      .web: WebChatTester(),
    ]
  }

  /// What keeps a channel in touch with its platform.
  private func duty(_ client: HTTPClient) -> @Sendable (Channel) -> (any Service)? {
    { [recovery, secrets, settings] channel in
      guard channel.kind == .telegram else { return nil }
      if channel.options["mode"] == "polling" {
        return TelegramPolling(
          channel: channel, store: recovery, secrets: secrets, client: client, logger: settings.logger)
      }
      return TelegramWebhookRegistration(
        channel: channel, publicURL: settings.publicURL, secrets: secrets, client: client, logger: settings.logger)
    }
  }

  /// The libraries' own remarks only where somebody looks for them.
  private static func quiet(_ logger: Logger) -> Logger {
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, logger.logLevel <= .debug ? .debug : .warning)
    return quiet
  }
}
