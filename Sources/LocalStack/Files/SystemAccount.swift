import Glibc

/// Accounts of this machine that servers run as. None is ever made: those of Debian's packages are used.
struct SystemAccount: Sendable {
    let name: String
    let uid: uid_t
    let gid: gid_t

    /// Looks an account up by name.
    /// - Throws: `LocalStackError` when the package that brings it is not installed.
    init(_ name: String) throws {
        guard let entry = getpwnam(name) else {
            throw LocalStackError("this machine has no account \(name): install the packages of Config/packages.txt")
        }
        self.init(entry.pointee)
    }

    private init(_ entry: passwd) {
        name = String(cString: entry.pw_name)
        uid = entry.pw_uid
        gid = entry.pw_gid
    }

    /// The account we run as.
    static var own: SystemAccount {
        get throws {
            guard let entry = getpwuid(geteuid()) else { throw LocalStackError("the account we run as has no name") }
            return SystemAccount(entry.pointee)
        }
    }

    /// The name of its group; the number where the group has none.
    var groupName: String {
        getgrgid(gid).map { String(cString: $0.pointee.gr_name) } ?? "\(gid)"
    }

    /// Whether we may become others.
    static var isRoot: Bool { geteuid() == 0 }

    /// The number of a group.
    static func group(_ name: String) throws -> gid_t {
        guard let entry = getgrnam(name) else { throw LocalStackError("this machine has no group \(name)") }
        return entry.pointee.gr_gid
    }
}
