// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "pamong",
    products: [
        .executable(name: "pamong", targets: ["pamong"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The directory's and the mail store's protocols, each a general client.
        .systemLibrary(name: "CLDAP"),
        .target(name: "LDAPClient", dependencies: ["CLDAP"], swiftSettings: strict),

        // What the platform is about, as pure values.
        .target(name: "DirectoryModel", swiftSettings: strict),
        .target(name: "LDAPDirectory", dependencies: ["DirectoryModel", "LDAPClient"], swiftSettings: strict),

        // The worker.
        .target(
            name: "StateDatabase", dependencies: ["DirectoryModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(
            name: "SyncEngine",
            dependencies: ["DirectoryModel", "StateDatabase", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
    ]
)
