public import Foundation

/// What a local slapd is to hold.
public struct SlapdOptions: Sendable {
    /// The directory's suffix.
    public var suffix = "dc=mail,dc=go,dc=id"
    /// LDIF files with entries below the base tree, loaded offline before the first start.
    public var content: [URL] = []
    /// The same as text.
    public var entries = ""
    /// Whether writes wait for the disk. A production directory's must; loading test data need not.
    public var isDurable = true
    /// slapd's `-d`: `shell`, of a back end not in use, logs only what is always logged, `stats` every operation.
    public var logLevel = "shell"
    /// This server's number in change sequence numbers, 1 to 4095.
    public var serverID = 1

    /// The base tree alone.
    public init() {}
}
