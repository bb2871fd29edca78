import LDAPClient
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        ("", ""), ("dc=example,dc=org", "dc=example,dc=org"), ("DC=Example , dc = org", "DC=Example,dc=org"),
        (#"cn=a\,b\+c\"d\\e\<f\>g\;h\=i,dc=x"#, #"cn=a\,b\+c\"d\\e\<f\>g\;h\=i,dc=x"#),
        (#"cn=\ a\ ,dc=x"#, #"cn=\ a\ ,dc=x"#), ("cn=\\#a#b", "cn=\\#a#b"), (#"cn=Lu\C4\8Di\C4\87"#, "cn=Lučić"),
        ("uid=a+cn=b,dc=x", "uid=a+cn=b,dc=x"), ("1.2.3=#04024869", "1.2.3=Hi"), (#"cn=a\00b"#, #"cn=a\00b"#),
        (#"cn=\ff\fe"#, #"cn=\ff\fe"#), ("cn=,dc=x", "cn=,dc=x"), ("cn=a;dc=x", "cn=a,dc=x"), ("cn=a b  ", "cn=a b"),
    ])
    func `DNs are read and written`(_ text: String, _ expected: String) throws {
        let name = try DistinguishedName(text)
        #expect(name.description == expected)
        let again = try DistinguishedName(name.description)
        #expect(again == name)
    }

    @Test(arguments: [
        "x", "=a", "cn=a,", "cn=a,,dc=x", #"cn=a\"#, #"cn=\x"#, #"cn=a"b"#, "cn=#0", "cn=#04", "c n=a", "cn=a<b",
    ])
    func `malformed DNs are refused with the place`(_ text: String) {
        let error = #expect(throws: LDAPError.self) { try DistinguishedName(text) }
        #expect(error?.code == .invalidDNSyntax)
        #expect(error?.diagnosticMessage.contains("byte") == true)
    }

    @Test func `DNs compare without regard to case, spaces and order within an RDN`() throws {
        let left = try DistinguishedName("UID=Budi  Santoso+CN=B, dc=Example")
        let right = try DistinguishedName("cn=b+uid=budi santoso,DC=example")
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left.normalized == right.normalized)
        let other = try DistinguishedName("uid=budi santoso,DC=example")
        #expect(left != other)
    }

    @Test func `names know their place in the tree`() throws {
        let suffix = try DistinguishedName("dc=x")
        let people = suffix.child("ou", "people")
        let odd = people.child("uid", " a,b+c ")
        #expect(odd.description == #"uid=\ a\,b\+c\ ,ou=people,dc=x"#)
        #expect(odd.parent == people)
        #expect(odd.rdn?.value == " a,b+c ")
        #expect(odd.isDescendant(of: suffix) && odd.isDescendant(of: people))
        #expect(!people.isDescendant(of: people) && !people.isDescendant(of: odd))
        let lookalike = try DistinguishedName("uid=b,ou=xpeople,dc=x")
        #expect(!lookalike.isDescendant(of: people))
        let moved = odd.replacing(people, with: suffix.child("ou", "staff"))
        #expect(moved?.description == #"uid=\ a\,b\+c\ ,ou=staff,dc=x"#)
        #expect(suffix.replacing(people, with: suffix) == nil)
        #expect([odd, suffix, people].sorted() == [suffix, people, odd])
        #expect(DistinguishedName.root.isRoot && DistinguishedName.root.parent == nil)
    }

    @Test(arguments: ["cn", "userCertificate;binary", "2.5.4.3", "cn;lang-id;x-1"])
    func `attribute names are read`(_ text: String) {
        #expect(AttributeName(text)?.text == text)
    }

    @Test(arguments: ["", "1cn", "c n", "cn;", ";x", "cn=", "a_b", "cn)(uid", "cn\0"])
    func `malformed attribute names are refused`(_ text: String) {
        #expect(AttributeName(text) == nil)
    }

    @Test func `attribute names compare without regard to case`() {
        #expect(AttributeName("entryUUID") == AttributeName("ENTRYuuid"))
        #expect(Set<AttributeName>(["mail", "MAIL", "Mail"]).count == 1)
        #expect(AttributeName("mail") != AttributeName("mails"))
        #expect(("userCertificate;binary" as AttributeName).type == "userCertificate")
    }
}

@Suite struct FilterTests {
    @Test(arguments: ["*", "a)(uid=*", "\\2a", "\0", "ü(", "a*b"])
    func `no text can change a filter's shape`(_ text: String) throws {
        let filter = LDAPFilter.and([.equal("uid", text), .present("mail")])
        let again = try LDAPFilter(parsing: filter.description)
        #expect(again == filter)
    }

    @Test func `filters print as RFC 4515 has them`() {
        #expect(LDAPFilter.equal("cn", "a*(b)\\c\0").description == #"(cn=a\2a\28b\29\5cc\00)"#)
        #expect(LDAPFilter.equal("cn", bytes: [0xFF, 0x41]).description == #"(cn=\ffA)"#)
        #expect(LDAPFilter.substrings("cn", initial: "a", any: ["*", ""], final: "z").description == #"(cn=a*\2a*z)"#)
        #expect(LDAPFilter.substrings("cn").description == "(cn=*)")
        #expect(LDAPFilter.not(.or([.present("a"), .greaterOrEqual("b", "1")])).description == "(!(|(a=*)(b>=1)))")
        #expect(LDAPFilter.and([]).description == "(&)")
        #expect(LDAPFilter.extensible("ou", rule: "2.4.6", dnAttributes: true, "x").description == "(ou:dn:2.4.6:=x)")
        #expect(LDAPFilter.extensible(nil, rule: "caseExactMatch", "x").description == "(:caseExactMatch:=x)")
        #expect(LDAPFilter.lessOrEqual("a", "1").description == "(a<=1)")
        #expect(LDAPFilter.approximate("a", "1").description == "(a~=1)")
    }

    @Test(arguments: [
        "(cn=a)", "(cn=*)", "(&(a=1)(|(b=2)(!(c=*))))", "(cn=a*b*c)", "(cn=*a*)", "(a>=1)", "(a<=1)", "(a~=x)",
        "(cn:=x)", "(cn:dn:=x)", "(:2.5.13.2:=x)", "(cn:dn:2.5.13.2:=x)", "(&)", "(|)", "(cn=)", "(cn;lang-id=x)",
    ])
    func `filters of operators are read`(_ text: String) throws {
        let filter = try LDAPFilter(parsing: text)
        #expect(filter.description == text)
    }

    @Test(arguments: [
        "", "cn=a", "(cn=a", "(cn=a))", "(=a)", "(cn)", "(cn>a)", "(&(cn=a)", "(!(a=1)(b=2))", "(cn=a(b)", #"(cn=\zz)"#,
        #"(cn=\2)"#, "(:=x)", "(cn:dn:a b:=x)", "(c n=a)", "(cn~a)", "(!)",
    ])
    func `malformed filters are refused with the place`(_ text: String) {
        let error = #expect(throws: LDAPError.self) { try LDAPFilter(parsing: text) }
        #expect(error?.code == .filterError)
    }

    @Test func `nesting without end is refused`() {
        let deep = String(repeating: "(!", count: 5000) + "(a=1)" + String(repeating: ")", count: 5000)
        #expect(throws: LDAPError.self) { try LDAPFilter(parsing: deep) }
    }
}
