// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")

let package = Package(
  name: "answerback",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "answerback", targets: ["Answerback"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "Storage",
      dependencies: [
        "CPostgres", logging, .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "DequeModule", package: "swift-collections"),
      ],
      swiftSettings: settings),
    .target(
      name: "Recovery", dependencies: ["Storage", "CArgon2", crypto, logging, lifecycle], swiftSettings: settings),
    .target(
      name: "Channels", dependencies: ["Recovery", httpClient, crypto, logging, lifecycle], swiftSettings: settings),
    .target(name: "Simulators", dependencies: [hummingbird, httpClient, logging], swiftSettings: settings),
    .target(
      name: "Web",
      dependencies: [
        "Recovery", "Channels", "CZlib", hummingbird, crypto, logging, lifecycle,
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.copy("Templates"), .copy("Assets"), .copy("Catalogues")],
      swiftSettings: settings),
    .executableTarget(
      name: "Answerback",
      dependencies: [
        "Web", "Channels", "Recovery", "Storage", "Simulators", "Yams", hummingbird, lifecycle, httpClient, logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    .target(name: "TestSupport", dependencies: ["Recovery", "Storage", logging], swiftSettings: settings),
    .testTarget(name: "StorageTests", dependencies: ["Storage", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "RecoveryTests", dependencies: ["Recovery", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ChannelsTests", dependencies: ["Channels", "Simulators", "TestSupport", hummingbirdTesting],
      swiftSettings: settings),
    .testTarget(
      name: "WebTests", dependencies: ["Web", "TestSupport", hummingbirdTesting], swiftSettings: settings),
    .testTarget(
      name: "AnswerbackTests",
      dependencies: [
        "Answerback", "Recovery", "Storage", "TestSupport", logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
  ]
)
