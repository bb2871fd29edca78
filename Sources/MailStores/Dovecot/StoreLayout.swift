import DirectoryModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where an account's mail lies and how doveadm addresses it. Every path is built from an ``EntryUUID`` and an
/// ``ArchiveCopy``, never from text that somebody chose: doveadm follows `..` out of its root.
struct StoreLayout: Sendable {
    let mailRoot: String
    let archiveRoot: String
    let mailLocation: DovecotMailStore.MailLocation

    /// doveadm's name for a live home, which asks no directory: the account may be gone from there.
    static func user(_ account: EntryUUID) -> String { "\(account)@removed" }

    /// doveadm's name for one copy in the archive.
    static func user(_ account: EntryUUID, _ copy: ArchiveCopy) -> String { "\(account).\(copy)@archived" }

    /// `mail_location` of the live home.
    func location(of account: EntryUUID) -> String { mailLocation.location(inHome: "\(mailRoot)/\(account)") }

    /// `mail_location` of one copy in the archive.
    func location(of account: EntryUUID, _ copy: ArchiveCopy) -> String {
        mailLocation.location(inHome: "\(archiveRoot)/\(account)/\(copy)")
    }
}

/// The name of one copy of a home inside the account's archive: 16 hexadecimal digits that never come twice and sort by
/// age.
///
/// A command that timed out may still be carried out much later. Because each attempt copies to, and removes from, a name
/// of its own, such a straggler can never harm a copy or a home that came after it.
struct ArchiveCopy: Sendable, Hashable, Comparable, CustomStringConvertible {
    let description: String

    private static let latest = Mutex<UInt64>(0)

    /// A name that was not used before: nanoseconds since 1970, and always more than the last.
    static func unused() -> ArchiveCopy {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let nanoseconds = UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
        let number = latest.withLock { latest in
            latest = max(latest + 1, nanoseconds)
            return latest
        }
        let digits = String(number, radix: 16)
        return ArchiveCopy(digits: String(repeating: "0", count: 16 - digits.count) + digits)
    }

    /// Reads a name; `nil` for anything that is not 16 lower-case hexadecimal digits.
    init?(_ name: some StringProtocol) {
        let isDigit: (UInt8) -> Bool = {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
        }
        guard name.utf8.count == 16, name.utf8.allSatisfy(isDigit) else { return nil }
        description = String(name)
    }

    private init(digits: String) { description = digits }

    /// The file beside the copy that says it is whole.
    var completeFile: String { "\(self).complete" }

    static func < (left: ArchiveCopy, right: ArchiveCopy) -> Bool { left.description < right.description }
}
