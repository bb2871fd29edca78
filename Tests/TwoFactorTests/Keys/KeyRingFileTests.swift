import DirectoryModel
import Foundation
import Testing

@testable import TwoFactor

/// A private folder of one test.
private final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "/key-ring-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var ring: KeyRingFile { KeyRingFile(path: path + "/ring.json") }

    func write(_ text: String, mode: Int = 0o600) throws {
        let made = FileManager.default.createFile(
            atPath: ring.path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: mode]
        )
        try #require(made)
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}

struct KeyRingFileTests {
    private static let zeros = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let ones = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
    private let folder: Folder

    init() throws { folder = try Folder() }

    private static func key(_ kid: String, _ state: String = "primary", _ key: String = zeros) -> String {
        #"{"kid":"\#(kid)","state":"\#(state)","created":"2026-01-01T00:00:00Z","key":"\#(key)"}"#
    }

    private static func ring(_ keys: String...) -> String {
        #"{"version":1,"keys":["# + keys.joined(separator: ",") + "]}"
    }

    /// The error of loading a file with this text.
    private func refusal(_ text: String, mode: Int = 0o600) throws -> TwoFactorError? {
        try folder.write(text, mode: mode)
        return #expect(throws: TwoFactorError.self) { try folder.ring.load() }
    }

    @Test func `the documented file is read`() throws {
        try folder.write(
            #"{"version":1,"keys":[{"kid":"2026a","state":"decrypt","created":"2026-01-01T00:00:00Z","key":"\#(Self.zeros)"},"#
                + "\n\t"
                + #"{"key":"\#(Self.ones)" , "kid":"2026b","created":"2026-06-01T12:30:59Z","state":"primary"}]}"#
                + "\r\n "
        )
        let ring = try folder.ring.load()
        #expect(ring.keys.map(\.kid.description) == ["2026a", "2026b"])
        #expect(ring.primary?.kid.description == "2026b")
        #expect(ring.keys[0].material.array == Array(0..<32) && ring.keys[1].material.array == Array(1...32))
        #expect(ring.keys[1].created.rfc3339 == "2026-06-01T12:30:59Z")
        let value = try SealedValue(TestValues.sealed.utf8)
        #expect(try ring.open(value, for: TestValues.entry, attribute: .secret).generation == 1)
    }

    @Test func `what is saved is loaded again, also over an older file`() throws {
        var ring = KeyRing()
        for round in 0..<3 {
            let kid = try TestValues.kid("k\(round)")
            try ring.add(kid, now: .now)
            try folder.ring.save(ring)
            try ring.promote(kid)
            if round > 0 { try ring.retire(TestValues.kid("k\(round - 1)")) }
            try folder.ring.save(ring)
            let loaded = try folder.ring.load()
            #expect(loaded.keys.map(\.material) == ring.keys.map(\.material))
            #expect(loaded.keys.map(\.created) == ring.keys.map(\.created))
            #expect(loaded.primary?.kid == ring.primary?.kid && loaded.retired == ring.retired)
        }
        #expect(folder.names == ["ring.json"], "nothing is left beside it")
        let mode = try FileManager.default.attributesOfItem(atPath: folder.ring.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `an empty ring is saved and loaded`() throws {
        try folder.ring.save(KeyRing())
        #expect(try folder.ring.load().keys.isEmpty)
    }

    @Test func `saving where nothing can be written leaves nothing behind`() throws {
        try FileManager.default.createDirectory(atPath: folder.ring.path, withIntermediateDirectories: false)
        #expect(errorCode { try folder.ring.save(KeyRing()) } == .keyRing)
        #expect(folder.names == ["ring.json"])
        #expect(errorCode { try KeyRingFile(path: folder.path + "/none/ring.json").save(KeyRing()) } == .keyRing)
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o610, 0o666, 0o644])
    func `a file open to group or others is refused`(mode: Int) throws {
        let error = try refusal(Self.ring(Self.key("a")), mode: mode)
        #expect(error?.code == .keyRing)
        #expect(error?.message.contains("chmod 600 \(folder.ring.path)") == true)
    }

    @Test func `what is no regular file is refused`() throws {
        #expect(errorCode { _ = try KeyRingFile(path: folder.path).load() } == .keyRing)
        #expect(errorCode { _ = try KeyRingFile(path: "/dev/null").load() } == .keyRing)
        try #require(mkfifo(folder.ring.path, 0o600) == 0)
        let error = #expect(throws: TwoFactorError.self) { try folder.ring.load() }
        #expect(error?.message.contains("not a regular file") == true)
    }

    @Test func `a missing, empty or huge file is refused`() throws {
        #expect(errorCode { _ = try folder.ring.load() } == .keyRing)
        #expect(try refusal("")?.code == .keyRing)
        #expect(try refusal(String(repeating: " ", count: 65537))?.code == .keyRing)
    }

    @Test(arguments: ["0", "2", "10"]) func `another version is told apart`(version: String) throws {
        let error = try refusal(#"{"version":\#(version),"keys":[]}"#)
        #expect(error?.code == .unknownVersion)
    }

    @Test(arguments: [
        ring(key("a"), key("a", "decrypt", ones)), ring(key("a"), key("b", "decrypt")),
        ring(key("a"), key("b", "primary", ones)),
        ring(key("a", "decrypt"), key("b", "decrypt", ones)), ring(key("a", "retired")), ring(key("A")), ring(key("")),
        ring(key("12345678901234567")), ring(key("a", "primary", "AAEC")), ring(key("a", "primary", "")),
        ring(key("a", "primary", String(zeros.dropLast()))), ring(key("a", "primary", zeros + "AA==")),
        ring(key("a", "primary", zeros.replacing("=", with: ""))), ring(key("a")) + "x", ring(key("a")) + ring(),
        ring(key("a")) + "\0",
        #"{"version":1,"keys":[\#(key("a"))],"retired":["a"]}"#,
        #"{"version":1,"keys":[\#(key("a"))],"retired":["b","b"]}"#,
        #"{"version":1,"keys":[\#(key("a", "decrypt"))],"retired":["b"]}"#, #"{"version":1,"keys":[],"extra":1}"#,
        #"{"version":1,"version":1,"keys":[]}"#, #"{"version":1,"keys":[],"keys":[]}"#, #"{"keys":[]}"#,
        #"{"version":1}"#, "[]", "null",
        #"{"version":"1","keys":[]}"#, #"{"version":1.0,"keys":[]}"#, #"{"version":1,"keys":null}"#,
        #"{"version":1,"keys":[{}]}"#,
        ring(key("a").replacing("2026-01-01T00:00:00Z", with: "2026-01-01")),
        ring(key("a").replacing("T00:00:00Z", with: "T00:00:00.5Z")),
        ring(key("a").replacing("2026-01-01T00:00:00Z", with: "2026-02-30T00:00:00Z")),
        ring(key("a").replacing("kid", with: "k\\u0069d")),
        "{\"version\":1,\"keys\":[\(key("a"))],}", "{\"version\":1,\"keys\":[\(key("a")),]}",
        "\u{FEFF}" + ring(key("a")),
    ])
    func `a ring that contradicts itself or its form is refused`(text: String) throws {
        let error = try refusal(text)
        #expect(error?.code == .keyRing)
        #expect(error?.message.contains(folder.ring.path) == true)
        #expect(error?.message.contains("AQIDBA") == false && error?.message.contains("AAECAw") == false)
    }

    @Test func `a ring cut anywhere is refused`() throws {
        let text = Self.ring(Self.key("a"), Self.key("b", "decrypt", Self.ones))
        for length in 1..<text.count {
            #expect(try refusal(String(text.prefix(length)))?.concernsKeys == true)
        }
    }
}
