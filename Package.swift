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
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // The directory's and the mail store's protocols, each a general client.
        .systemLibrary(name: "CLDAP"),
        .target(name: "LDAPClient", dependencies: ["CLDAP"], swiftSettings: strict),

        // What the platform is about, as pure values.
        .target(name: "DirectoryModel", swiftSettings: strict),
        .target(
            name: "LDAPDirectory",
            dependencies: ["DirectoryModel", "LDAPClient", "TwoFactor"],
            swiftSettings: strict
        ),

        // The worker.
        .target(
            name: "StateDatabase",
            dependencies: ["DirectoryModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict
        ),
        .target(
            name: "SyncEngine",
            dependencies: ["DirectoryModel", "StateDatabase", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict
        ),
        .target(
            name: "MailStores",
            dependencies: [
                "SyncEngine", "DirectoryModel", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "WorkerAPI",
            dependencies: [
                "DirectoryModel", "Reports", "StateDatabase", "SyncEngine",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(name: "Reports", dependencies: ["StateDatabase", "DirectoryModel"], swiftSettings: strict),

        // The second factor: codes, sealed secrets, app passwords; and the gate in front of the directory that asks for them.
        .systemLibrary(name: "COpenSSL"),
        .target(name: "TwoFactor", dependencies: ["COpenSSL", "DirectoryModel"], swiftSettings: strict),
        .systemLibrary(name: "CQREncode"),
        .systemLibrary(name: "CPNG"),
        .target(name: "QRImages", dependencies: ["CQREncode", "CPNG"], swiftSettings: strict),
        .target(
            name: "LoginGate",
            dependencies: [
                "DirectoryModel", "LDAPClient", "TwoFactor",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        // Uploads: from a file to a plan to writes.
        .target(
            name: "BulkImport",
            dependencies: ["COpenSSL", "DirectoryModel", "LDAPClient"],
            swiftSettings: strict
        ),

        // How an agency joins, and the look at its MX records.
        .systemLibrary(name: "CCares"),
        .target(
            name: "TenantOnboarding",
            dependencies: ["CCares", "DirectoryModel", "LDAPClient", "TwoFactor"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TenantOnboardingTests",
            dependencies: [
                "TenantOnboarding", "DirectoryModel", "LDAPClient", "LocalStack", "TestEntries", "TwoFactor",
            ],
            swiftSettings: strict
        ),

        // Real servers in a private folder, for the demo and the tests.
        .target(name: "LocalStack", swiftSettings: strict),

        // Whether a new password would be guessed.
        .systemLibrary(name: "CCrack"),
        .target(name: "PasswordQuality", dependencies: ["CCrack", "TwoFactor"], swiftSettings: strict),
        .testTarget(
            name: "PasswordQualityTests",
            dependencies: ["PasswordQuality", "TwoFactor"],
            swiftSettings: strict
        ),

        // The web pages.
        .target(
            name: "WebPortal",
            dependencies: [
                "BulkImport", "DirectoryModel", "LDAPClient", "LDAPDirectory", "PasswordQuality", "QRImages", "Reports",
                "TenantOnboarding", "TwoFactor", "WorkerAPI", "SyncEngine",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"), .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [
                .embedInCode("API/openapi.json"), .embedInCode("Pages"), .embedInCode("Scripts"), .embedInCode("Style"),
            ],
            swiftSettings: strict
        ),

        // What an operator can get wrong.
        .target(
            name: "Doctor",
            dependencies: [
                "DirectoryModel", "LDAPClient", "LDAPDirectory", "StateDatabase", "TwoFactor",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),

        .target(name: "SampleDirectory", swiftSettings: strict),
        .target(
            name: "Demonstration",
            dependencies: [
                "DirectoryModel", "LDAPClient", "LDAPDirectory", "LocalStack", "MailStores", "Reports",
                "SampleDirectory", "StateDatabase", "TwoFactor",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        // What the executables' configuration files have in common.
        .target(
            name: "ConfigurationFiles",
            dependencies: [
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"), .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: strict
        ),

        // What the executables have in common besides: log lines, systemd.
        .target(
            name: "ProcessSurroundings",
            dependencies: ["DirectoryModel", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict
        ),

        .executableTarget(
            name: "pamong",
            dependencies: [
                "BulkImport", "ConfigurationFiles", "DirectoryModel", "Demonstration", "Doctor", "LDAPClient",
                "LDAPDirectory", "MailStores", "ProcessSurroundings", "QRImages", "Reports", "SampleDirectory",
                "StateDatabase", "SyncEngine", "TenantOnboarding", "TwoFactor", "WebPortal", "WorkerAPI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        .testTarget(
            name: "TwoFactorTests",
            dependencies: ["TwoFactor", "DirectoryModel", "LocalStack"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "QRImagesTests",
            dependencies: ["QRImages", "TwoFactor", "DirectoryModel", "LocalStack"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LoginGateTests",
            dependencies: [
                "LoginGate", "LDAPClient", "LocalStack", "TwoFactor", "DirectoryModel", "TestEntries",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        .systemLibrary(name: "CProcessControl"),
        .executableTarget(
            name: "pamong-gate",
            dependencies: [
                "CProcessControl", "ConfigurationFiles", "LDAPClient", "LoginGate", "ProcessSurroundings", "TwoFactor",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PamongGateTests",
            dependencies: [
                "pamong", "pamong-gate", "ConfigurationFiles", "Demonstration", "DirectoryModel", "LDAPClient",
                "LocalStack", "LoginGate", "ProcessSurroundings", "TestEntries", "TwoFactor",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),

        .target(name: "TestEntries", dependencies: ["LocalStack"], path: "Tests/TestEntries", swiftSettings: strict),
        .testTarget(
            name: "BulkImportTests",
            dependencies: ["BulkImport", "DirectoryModel", "LDAPClient", "LocalStack", "TestEntries"],
            swiftSettings: strict
        ),
        .testTarget(name: "LDAPClientTests", dependencies: ["LDAPClient", "LocalStack"], swiftSettings: strict),
        .testTarget(
            name: "MailStoresTests",
            dependencies: ["MailStores", "SyncEngine", "DirectoryModel", "LocalStack"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SampleDirectoryTests",
            dependencies: ["SampleDirectory", "LocalStack", "LDAPClient"],
            swiftSettings: strict
        ),
        .testTarget(name: "LocalStackTests", dependencies: ["LocalStack"], swiftSettings: strict),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Reports", "StateDatabase", "DirectoryModel"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "pamong-benchmarks",
            dependencies: [
                "BulkImport", "DirectoryModel", "LDAPClient", "LDAPDirectory", "LocalStack", "MailStores", "Reports",
                "SampleDirectory", "StateDatabase", "SyncEngine", "TwoFactor",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        .testTarget(
            name: "DoctorTests",
            dependencies: [
                "Doctor", "DirectoryModel", "LDAPClient", "LDAPDirectory", "LocalStack", "StateDatabase", "TestEntries",
                "TwoFactor",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PamongCommandTests",
            dependencies: [
                "pamong", "ConfigurationFiles", "Doctor", "LocalStack", "DirectoryModel", "ProcessSurroundings",
                "StateDatabase", "SyncEngine", "LDAPClient", "LDAPDirectory", "MailStores", "Reports",
                "TenantOnboarding", "TwoFactor", "WorkerAPI", "TestEntries",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WorkerAPITests",
            dependencies: [
                "WorkerAPI", "DirectoryModel", "LocalStack", "Reports", "StateDatabase", "SyncEngine",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "BrowserTests",
            dependencies: [
                "pamong", "pamong-gate", "Demonstration", "LocalStack", "TestEntries",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebPortalTests",
            dependencies: [
                "WebPortal", "pamong", "pamong-gate", "Demonstration", "DirectoryModel", "LDAPClient", "LDAPDirectory",
                "LocalStack", "TenantOnboarding", "TestEntries", "TwoFactor", "MailStores", "Reports", "StateDatabase",
                "SyncEngine", "WorkerAPI",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SyncEngineTests",
            dependencies: [
                "SyncEngine", "StateDatabase", "DirectoryModel", "LDAPDirectory", "LDAPClient", "LocalStack",
                "MailStores", "TestEntries",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
    ]
)
