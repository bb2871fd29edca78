import DirectoryModel
import LDAPClient
import Testing
import TwoFactor

@testable import LoginGate

@Suite struct `Names of binds` {
    static let suffix = "dc=mail,dc=go,dc=id"
    let parser: LoginNameParser

    init() throws {
        parser = LoginNameParser(suffix: try DistinguishedName(Self.suffix))
    }

    private func parse(_ text: String) -> LoginName { parser.parse(Array(text.utf8)) }

    @Test(arguments: LoginProtocol.allCases.filter { $0 != .directory })
    func `an address and a protocol are what mail servers bind as`(_ purpose: LoginProtocol) throws {
        let address = try #require(MailAddress("siti@mail.go.id"))
        #expect(parse("mail=siti@mail.go.id,cn=\(purpose.rawValue),cn=login") == .address(address, purpose))
        #expect(
            parse("MAIL=Siti@Mail.GO.ID, CN=\(purpose.rawValue.uppercased()), CN=Login") == .address(address, purpose)
        )
    }

    @Test(arguments: [
        "", " ", "siti@mail.go.id", "mail=siti@mail.go.id", "mail=siti@mail.go.id,cn=imap",
        "mail=siti@mail.go.id,cn=login", "mail=siti@mail.go.id,cn=directory,cn=login",
        "mail=siti@mail.go.id,cn=ftp,cn=login", "mail=siti,cn=imap,cn=login", "mail=,cn=imap,cn=login",
        "mail=a@b@c,cn=imap,cn=login", "mail=siti@mail.go.id+cn=x,cn=imap,cn=login",
        "mail=siti@mail.go.id,cn=imap+cn=web,cn=login", "mail=siti@mail.go.id,cn=imap,cn=login,dc=mail,dc=go,dc=id",
        "uid=siti@mail.go.id,cn=imap,cn=login", "mail=siti\\0a@mail.go.id,cn=imap,cn=login",
        "mail=siti@mail.go.id\\00,cn=imap,cn=login", "mail=*@mail.go.id)(,cn=imap,cn=login",
        "cn=gate,ou=system", "ou=system,dc=mail,dc=go,dc=id", "cn=admin,dc=mail,dc=go,dc=id",
        "ou=services,dc=mail,dc=go,dc=id", "cn=gate,ou=system,dc=mail,dc=go,dc=uk",
        "cn=gate,ou=system\\,dc=mail\\,dc=go\\,dc=id", "cn=ou=system\\,dc=mail\\,dc=go\\,dc=id",
        "cn=gate+cn=x,ou=system,dc=mail,dc=go,dc=id", "cn=g\\c3\\a4te,ou=system,dc=mail,dc=go,dc=id",
        "cn=gate,ou=syſtem,dc=mail,dc=go,dc=id", "cn=gate\\00,ou=system,dc=mail,dc=go,dc=id",
        "mail=x\\ff,ou=services,dc=mail,dc=go,dc=id", "dc=id", "cn", "=,=", "cn=#zz,ou=system,dc=mail,dc=go,dc=id",
    ])
    func `anything else is nobody`(_ name: String) {
        #expect(parse(name) == .unknown)
    }

    @Test func `zero bytes, bytes that are not UTF-8 and endless names are nobody`() {
        let good = Array("mail=siti@mail.go.id,cn=imap,cn=login".utf8)
        #expect(parser.parse(good + [0]) == .unknown)
        #expect(parser.parse([0xFF] + good) == .unknown)
        #expect(parser.parse(Array("mail=\u{FF}@mail.go.id,cn=imap,cn=login".utf8)) == .unknown)
        let long = String(repeating: "cn=a,", count: 300) + "cn=gate,ou=system,\(Self.suffix)"
        #expect(parse(long) == .unknown)
    }

    @Test func `programs are below ou=system`() throws {
        let name = "cn=dovecot,ou=system,\(Self.suffix)"
        #expect(parse(name) == .serviceIdentity(try DistinguishedName(name)))
        #expect(parse(name.uppercased()) == .serviceIdentity(try DistinguishedName(name)))
        #expect(
            parse("cn=#0407646f7665636f74,ou=system,\(Self.suffix)") == .serviceIdentity(try DistinguishedName(name))
        )
    }

    @Test func `an entry's own name is below ou=services`() throws {
        let name = "mail=siti@mail.go.id,ou=accounts,o=Pusat,cn=mail.go.id,ou=services,\(Self.suffix)"
        #expect(parse(name) == .entry(try DistinguishedName(name)))
    }

    @Test func `mutated names crash nothing and make no program of anybody`() throws {
        var generator = SeededGenerator(seed: 0x70616D6F6E67)
        var programs = 0
        for round in 0..<200_000 {
            let name = Self.mutated(round, &generator)
            let read = parser.parse(name)
            if PlainLoginName.read(name) != nil, read != parser.parseWithCare(name) {
                Issue.record("\(String(decoding: name, as: UTF8.self))")
            }
            guard case .serviceIdentity(let dn) = read else { continue }
            programs += 1
            // Looked at another way: by the end of the text, which holds nothing but plain characters.
            let text = dn.description.lowercased()
            guard text.hasSuffix(",ou=system,\(Self.suffix)"), text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                Issue.record("\(String(decoding: name, as: UTF8.self))")
                continue
            }
        }
        // The mutations leave some names whole: the test does see programs.
        #expect(programs > 1000)
    }

    @Test(
        arguments: [
            ("mail=a@b.id,ou=accounts,o=Pusat,cn=mail.go.id,ou=services,dc=mail,dc=go,dc=id", "mail.go.id"),
            ("mail=a@b.id,ou=accounts,o=Pusat,CN=Mail.GO.id,OU=Services,DC=mail,DC=go,DC=id", "mail.go.id"),
            ("mail=a@b.id,ou=accounts,o=Dinas\\2C X,cn=a\\2Cb,ou=services,dc=mail,dc=go,dc=id", "a,b"),
            ("cn=x\\,ou=services,dc=mail,dc=go,dc=id", nil), ("cn=x,ou=other,dc=mail,dc=go,dc=id", nil),
            ("ou=services,dc=mail,dc=go,dc=id", nil),
            ("cn=mail.go.id, ou=services, dc=mail, dc=go, dc=id", "mail.go.id"),
        ] as [(String, String?)]
    )
    func `an account's service is the level below ou=services`(_ dn: String, _ service: String?) throws {
        #expect(ServiceOfEntry(suffix: try DistinguishedName(Self.suffix)).name(of: dn) == service)
    }

    private static let seeds = [
        "cn=gate,ou=system,dc=mail,dc=go,dc=id", "mail=siti@mail.go.id,cn=imap,cn=login",
        "mail=siti@mail.go.id,ou=accounts,o=Pusat,cn=mail.go.id,ou=services,dc=mail,dc=go,dc=id",
        "cn=#040467617465,ou=system,dc=mail,dc=go,dc=id", "cn=a\\,ou=system\\2cdc=mail,dc=go,dc=id",
        "ou=system,dc=mail,dc=go,dc=id", "cn=x+ou=system,dc=mail,dc=go,dc=id",
    ].map { Array($0.utf8) }

    private static func mutated(_ round: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        var name = seeds[round % seeds.count]
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let place = Int.random(in: 0...name.count, using: &generator)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: name.insert(.random(in: 0...255, using: &generator), at: place)
            case 1: if place < name.count { name.remove(at: place) }
            case 2: if place < name.count { name[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator) }
            case 3: name.insert(contentsOf: interesting.randomElement(using: &generator) ?? [], at: place)
            default:
                let other = seeds.randomElement(using: &generator) ?? []
                name = Array(name.prefix(place)) + other.dropFirst(.random(in: 0...other.count, using: &generator))
            }
        }
        return name
    }

    private static let interesting: [[UInt8]] = [
        Array(",".utf8), Array("\\".utf8), Array("+".utf8), Array("=".utf8), Array("#".utf8), Array("\\00".utf8),
        Array(",ou=system".utf8), Array("\\2c".utf8), [0], [0x0A], [0xC3], [0xE2, 0x84, 0xAA], Array(" ".utf8),
        Array(";".utf8),
    ]
}

/// The same "random" numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
