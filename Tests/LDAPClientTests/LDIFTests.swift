import LDAPClient
import Testing

@Suite struct LDIFTests {
    private let name = TestNames.person("hadi")

    @Test func `records of all kinds are read`() throws {
        let records = try LDIFReader.records(
            """
            version: 1
            # a comment
             that goes on
            dn: uid=hadi,ou=people,dc=example,dc=org
            objectClass: person
            objectClass: uidObject
            description:: w7w=
            cn: a very lo
             ng value
            sn:

            dn:: dWlkPWhhZGksb3U9cGVvcGxlLGRjPWV4YW1wbGUsZGM9b3Jn
            control: 1.2.3 true: x
            control: 1.2.4:: AAE=
            changetype: modify
            add: mail
            mail: a@b
            mail: c@d
            -
            delete: sn
            -
            replace: cn
            -
            increment: uidNumber
            uidNumber: 2


            dn: uid=hadi,ou=people,dc=example,dc=org
            changetype: modrdn
            newrdn: uid=hadi2
            deleteoldrdn: 0
            newsuperior: dc=example,dc=org

            dn: dc=x
            changetype: delete
            """
        )
        try #require(records.count == 4)
        #expect(
            records[0]
                == LDIFRecord(
                    dn: name,
                    .entry([
                        LDAPAttribute("objectClass", "person", "uidObject"), LDAPAttribute("description", "ü"),
                        LDAPAttribute("cn", "a very long value"), LDAPAttribute("sn", ""),
                    ])
                )
        )
        let controls = [
            LDAPControl(oid: "1.2.3", isCritical: true, value: Array("x".utf8)),
            LDAPControl(oid: "1.2.4", isCritical: false, value: [0, 1]),
        ]
        let changes: [LDAPModification] = [
            .add("mail", "a@b", "c@d"), .delete("sn"), .replace("cn"), .increment("uidNumber", by: 2),
        ]
        #expect(records[1] == LDIFRecord(dn: name, .modify(changes), controls: controls))
        let rename = LDIFRecord.Content.modifyDN(
            newRDN: RelativeDistinguishedName("uid", "hadi2"),
            deletesOldRDN: false,
            newParent: TestNames.suffix
        )
        #expect(records[2].content == rename)
        #expect(records[3].content == .delete)
    }

    @Test func `what is written is read back the same`() throws {
        let binary = LDAPAttribute("jpegPhoto", bytes: [[0, 0xFF, 10], Array(repeating: 7, count: 300)])
        let odd = LDAPAttribute("description", "", " leading", ":colon", "<less", "trailing ", "ümlaut", "two\nlines")
        let long = LDAPAttribute("cn", String(repeating: "x", count: 200))
        let records = [
            LDIFRecord(dn: TestNames.person("ä, b"), .entry([binary, odd, long])),
            LDIFRecord(dn: name, .add([long]), controls: [LDAPControl(oid: "1.2", isCritical: true, value: [1, 2])]),
            LDIFRecord(dn: name, .modify([.add("mail", "x"), .delete("sn"), .replace("cn", "y")])),
            LDIFRecord(
                dn: name,
                .modifyDN(
                    newRDN: RelativeDistinguishedName("uid", "z"),
                    deletesOldRDN: true,
                    newParent: TestNames.people
                )
            ),
            LDIFRecord(dn: name, .delete),
        ]
        let text = LDIFWriter.text(records)
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { $0.utf8.count <= 76 })
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        let again = try LDIFReader.records(text)
        #expect(again == records)
        let windows = try LDIFReader.records(text.replacing("\n", with: "\r\n"))
        #expect(windows == records)
    }

    @Test func `an entry is written with all its values`() throws {
        let entry = LDAPEntry(
            dn: "uid=hadi,dc=x",
            attributes: [LDAPAttribute("uid", "hadi"), LDAPAttribute("mail", "a", "b")]
        )
        var writer = LDIFWriter()
        writer.write(entry)
        #expect(writer.text == "version: 1\n\ndn: uid=hadi,dc=x\nuid: hadi\nmail: a\nmail: b\n")
        let record = try #require(try LDIFReader(writer.text).first)
        #expect(record.content == .entry(entry.attributes))
    }

    @Test(arguments: [
        (1, "cn: a"), (1, "dn: x"), (2, "dn: dc=x\nno colon"), (2, "dn: dc=x\ncn:: ?"), (2, "dn: dc=x\ncn:: QQ="),
        (2, "dn: dc=x\ncn:< file:///etc/passwd"), (2, "dn: dc=x\nchangetype: burn"), (1, "dn: dc=x"),
        (3, "dn: dc=x\nchangetype: delete\ncn: a"), (3, "dn: dc=x\nchangetype: modify\ntwist: cn"),
        (4, "dn: dc=x\nchangetype: modify\nadd: cn\nsn: a"), (2, "dn: dc=x\nchangetype: modrdn\nnewrdn: a=b"),
        (2, "dn: dc=x\nchangetype: modrdn\ndeleteoldrdn: 1"), (1, "version: 2\ndn: dc=x"), (2, "dn: dc=x\nc n: a"),
        (1, "dn: dc=x\ncontrol: 1.2\ncn: a"), (2, "dn: dc=x\ncontrol: 1.2 perhaps\nchangetype: delete"),
        (2, "dn: dc=x\ncontrol: 1.2 true:: ?\nchangetype: delete"),
        (5, "dn: dc=x\nchangetype: modrdn\nnewrdn: a=b\ndeleteoldrdn: 1\nodd: x"),
    ])
    func `what is malformed is refused with its line`(_ line: Int, _ text: String) {
        let error = #expect(throws: LDIFError.self) { try LDIFReader.records(text) }
        #expect(error?.line == line)
    }

    @Test func `records are applied to a directory`() async throws {
        let directory = try await TestDirectory.start()
        let ldif = """
            dn: \(name)
            objectClass: inetOrgPerson
            cn: Hadi
            sn: Hadi

            dn: \(name)
            changetype: modify
            replace: sn
            sn: Wijaya
            -

            dn: \(name)
            changetype: modrdn
            newrdn: cn=Hadi
            deleteoldrdn: 0

            dn: ou=gone,dc=example,dc=org
            changetype: add
            objectClass: organizationalUnit

            dn: ou=gone,dc=example,dc=org
            changetype: delete
            """
        try await LDAPConnection.withConnection(directory.local) { connection in
            for record in try LDIFReader.records(ldif) { try await connection.apply(record) }
            let entry = try await connection.entry(TestNames.people.child("cn", "Hadi"))
            #expect(entry?.string(of: "sn") == "Wijaya")
            #expect(entry?.string(of: "uid") == "hadi")
            let gone = try await connection.entry(TestNames.suffix.child("ou", "gone"))
            #expect(gone == nil)
        }
    }
}

extension LDIFReader {
    /// The first record.
    fileprivate var first: LDIFRecord? {
        get throws {
            var copy = self
            return try copy.next()
        }
    }
}
