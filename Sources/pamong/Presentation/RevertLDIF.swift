internal import DirectoryModel
internal import Foundation
internal import WorkerAPI

/// The changes that put a held batch's entries back as they were (LDIF, RFC 2849), for whoever may write them.
struct RevertLDIF {
    private let detail: HoldDetail
    private let mailHost: String

    init(_ detail: HoldDetail, mailHost: String) {
        self.detail = detail
        self.mailHost = mailHost
    }

    var text: String {
        let head =
            "# Puts back what batch \(detail.hold.id) holds (list \(detail.fingerprint)), as far as a change can.\n"
        return ([head] + detail.list.map(record)).joined(separator: "\n")
    }

    private func record(_ account: HeldAccount) -> String {
        switch account.kind {
        case .removal:
            "# The entry \(Self.comment(account.dn)) was removed: restore it from a backup, or from reqOld of its removal in cn=accesslog.\n"
        case .departure: Self.change(account.dn, replace: "mailHost", by: mailHost)
        case .block, .close:
            if let before = account.before {
                Self.change(account.dn, replace: "pamongAccountStatus", by: before.rawValue)
            } else {
                "# The status that \(Self.comment(account.dn)) had before is not known.\n"
            }
        }
    }

    private static func change(_ dn: String, replace attribute: String, by value: String) -> String {
        "\(line("dn", dn))\nchangetype: modify\nreplace: \(attribute)\n\(line(attribute, value))\n-\n"
    }

    /// Base64 for what cannot stand as it is (RFC 2849, SAFE-STRING). Lines are not folded: every reader takes long ones.
    private static func line(_ name: String, _ value: String) -> String {
        let bytes = Array(value.utf8)
        let isSafe =
            bytes.allSatisfy { $0 > 0 && $0 < 0x80 && $0 != 0x0A && $0 != 0x0D }
            && !(bytes.first.map { [0x20, 0x3A, 0x3C].contains($0) } ?? false) && bytes.last != 0x20
        return isSafe ? "\(name): \(value)" : "\(name):: \(Data(bytes).base64EncodedString())"
    }

    private static func comment(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
