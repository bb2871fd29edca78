import SyncEngine

extension DovecotMailStore {
    /// Where Dovecot is and how its mail is laid out. Roots and location must say the same as Dovecot's own
    /// configuration: `protocol doveadm` has to give `<entryUUID>@removed` the home `<mailRoot>/<entryUUID>` and
    /// `<entryUUID>.<copy>@archived` the home `<archiveRoot>/<entryUUID>/<copy>`, `<copy>` being 16 characters.
    public struct Configuration: Sendable {
        /// The doveadm HTTP API, such as `http://127.0.0.1:8080/doveadm/v1`. Whoever holds the key has full control of
        /// all mail, so this is a loopback address.
        public var endpoint: String
        /// The file that holds `doveadm_api_key`; one line, readable by its owner alone.
        public var keyFile: String
        /// The folder of all live homes, absolute; a home is named by its account's entryUUID.
        public var mailRoot: String
        /// The folder of all archives, absolute, outside ``mailRoot``; may be another file system.
        public var archiveRoot: String
        /// How Dovecot keeps the messages of one home (`mail_location`).
        public var mailLocation: MailLocation
        /// Commands in one POST. A fatal command takes the reply of all others with it, so this stays moderate.
        public var batchSize = 50
        /// POSTs under way at the same time within one call of `perform`. Dovecot's `service doveadm` must allow more
        /// processes than that.
        public var parallel = 8
        /// How long one POST of quick commands may take before the store counts as hanging.
        public var timeout: Duration = .seconds(10)
        /// How long Dovecot may work on one mailbox when it copies, checks or removes it.
        public var copyTimeout: Duration = .seconds(3600)
        /// The longest reply to read, in bytes. About 90 bytes are needed for each message of the largest mailbox.
        public var replyLimit = 64 << 20
        /// The longest list of homes to read, in bytes. About 50 bytes are needed for each mailbox.
        public var listingLimit = 512 << 20

        /// Takes what has no default.
        public init(
            endpoint: String,
            keyFile: String,
            mailRoot: String,
            archiveRoot: String,
            mailLocation: MailLocation = .sdbox()
        ) {
            self.endpoint = endpoint
            self.keyFile = keyFile
            self.mailRoot = mailRoot
            self.archiveRoot = archiveRoot
            self.mailLocation = mailLocation
        }
    }

    /// How the messages of one home are kept: Dovecot's `mail_location` with a folder inside the home. Only formats with
    /// one file per message are offered: with them an archived message can be removed without touching one that was
    /// delivered a moment later.
    public enum MailLocation: Sendable, Hashable {
        /// `sdbox:~/<folder>`.
        case sdbox(folder: String = "mail")
        /// `maildir:~/<folder>`.
        case maildir(folder: String = "Maildir")
    }
}

extension DovecotMailStore.MailLocation {
    /// `mail_location` for the given home.
    func location(inHome home: String) -> String {
        switch self {
        case .sdbox(let folder): "sdbox:\(home)/\(folder)"
        case .maildir(let folder): "maildir:\(home)/\(folder)"
        }
    }

    /// Whether a file of a home, by its path inside the home, holds a message (and not an index or a list).
    func holdsMessage(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last, parts.count > 2 else { return false }
        let parent = parts[parts.count - 2]
        switch self {
        case .sdbox(let folder): return parts[0] == folder && parent == "dbox-Mails" && name.hasPrefix("u.")
        case .maildir(let folder): return parts[0] == folder && (parent == "cur" || parent == "new")
        }
    }
}

extension DovecotMailStore.Configuration {
    /// Refuses what would make a path mean something else than it says: doveadm's file system driver takes its root as
    /// one of several arguments divided by colons, and follows `..`.
    func validate() throws(MailStoreFailure) {
        for (name, root) in [("mail root", mailRoot), ("archive root", archiveRoot)] {
            guard Self.isPlainAbsolutePath(root) else {
                throw MailStoreFailure(
                    "the \(name) must be an absolute path without '..', '//', colons or blanks",
                    isRetriable: false
                )
            }
        }
        guard !"\(archiveRoot)/".hasPrefix("\(mailRoot)/"), !"\(mailRoot)/".hasPrefix("\(archiveRoot)/") else {
            throw MailStoreFailure("mail root and archive root must not lie inside each other", isRetriable: false)
        }
        guard batchSize > 0, parallel > 0, timeout > .zero, copyTimeout > .zero, replyLimit > 0, listingLimit > 0 else {
            throw MailStoreFailure("batch size, parallel, time-outs and limits must be positive", isRetriable: false)
        }
    }

    private static func isPlainAbsolutePath(_ path: String) -> Bool {
        guard path.hasPrefix("/"), path.count > 1 else { return false }
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".."
                && part.utf8.allSatisfy {
                    $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "%")
                }
        }
    }
}
