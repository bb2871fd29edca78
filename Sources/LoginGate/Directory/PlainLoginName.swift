internal import DirectoryModel
internal import TwoFactor

/// The short cut for the names that mail servers send thousands of times a second: exactly
/// `mail=<address>,cn=<protocol>,cn=login` in ASCII without anything that a DN could mean otherwise. Whatever is not plainly
/// that is left to the parser for DNs.
enum PlainLoginName {
    private static let head = Array("mail=".utf8)
    private static let tail = Array(",cn=login".utf8)
    private static let middle = Array(",cn=".utf8)
    private static let protocols = LoginProtocol.allCases.filter { $0 != .directory }.map {
        (Array($0.rawValue.utf8), $0)
    }

    static func read(_ name: [UInt8]) -> LoginName? {
        guard name.count <= LoginNameParser.greatestLength, name.starts(with: head),
            name.suffix(tail.count) == tail[...],
            let comma = name.firstIndex(of: UInt8(ascii: ",")), comma < name.count - tail.count
        else { return nil }
        let purpose = name[comma..<(name.count - tail.count)]
        guard purpose.starts(with: middle),
            let match = protocols.first(where: { purpose.dropFirst(middle.count).elementsEqual($0.0) })
        else { return nil }
        let address = name[head.count..<comma]
        guard address.allSatisfy(isPlain), let mail = address.withUnsafeBytes({ MailAddress(bytes: $0) }) else {
            return nil
        }
        return .address(mail, match.1)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
