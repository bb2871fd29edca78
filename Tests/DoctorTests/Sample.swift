import Foundation
import LDAPClient
import LocalStack
import StateDatabase

@testable import Doctor

/// One tenant with as many accounts as a test wants, and the configuration that fits a stack.
enum Sample {
    private static let parent = "o=Kementerian A,cn=mail.go.id,ou=services,dc=mail,dc=go,dc=id"

    static let tenant = """
        dn: \(parent)
        objectClass: organization
        objectClass: pamongTenant
        o: Kementerian A
        pamongTenantStatus: active

        dn: ou=accounts,\(parent)
        objectClass: organizationalUnit
        ou: accounts


        """

    static func account(_ name: String) -> String {
        """
        dn: mail=\(name)@mail.go.id,ou=accounts,\(parent)
        objectClass: inetOrgPerson
        objectClass: inetLocalMailRecipient
        objectClass: pamongAccount
        cn: \(name)
        sn: \(name)
        mail: \(name)@mail.go.id
        mailHost: narada.mail.go.id
        pamongAccountStatus: active
        userPassword: rahasia-sekali-1


        """
    }

    static func configuration(_ stack: LocalStack) throws -> Doctor.Configuration {
        func server(_ uri: String) throws -> LDAPServer {
            guard let server = LDAPServer(uri: uri) else { throw LocalStackError("not a URI: \(uri)") }
            return server
        }
        let path = stack.folder.url.appending(path: "state.sqlite").path
        try StateDatabase(path: path).close()
        return Doctor.Configuration(
            directory: Doctor.Directory(
                server: try server(stack.slapd.uri),
                suffix: try DistinguishedName(stack.slapd.options.suffix),
                identity: .password(
                    try DistinguishedName(stack.slapd.dn(of: .worker)),
                    file: stack.slapd.passwordFile(of: .worker).path
                ),
                gate: try server(stack.slapd.gateURI),
                administration: try server(stack.slapd.adminURI)
            ),
            mailHost: stack.options.mailHost,
            statePath: path
        )
    }
}

/// A fault in slapd's configuration: how to plant it, what must be found, how to mend it.
struct Fault: Sendable {
    var check: Check
    var outcome: Finding.Outcome
    var plant: String
    var mend: String

    private static let database = "olcDatabase={2}mdb,cn=config"
    private static let overlay = "olcOverlay={0}syncprov,\(database)"

    static let limits = change(
        .limits,
        .failed,
        database,
        plant: "delete: olcLimits",
        mend: """
            add: olcLimits
            olcLimits: {0}dn.onelevel="ou=system,dc=mail,dc=go,dc=id" size=unlimited time=unlimited
            """
    )

    static let all: [Fault] = [
        limits,
        change(
            .syncOverlay,
            .warning,
            overlay,
            plant: "add: olcSpSessionlog\nolcSpSessionlog: 1000",
            mend: "delete: olcSpSessionlog"
        ),
        change(
            .syncOverlay,
            .warning,
            overlay,
            plant: "delete: olcSpCheckpoint",
            mend: "add: olcSpCheckpoint\nolcSpCheckpoint: 1 1"
        ),
        change(
            .indexes,
            .warning,
            database,
            plant: "delete: olcDbIndex\nolcDbIndex: mail eq,sub",
            mend: "add: olcDbIndex\nolcDbIndex: mail eq,sub"
        ),
        change(
            .durability,
            .failed,
            database,
            plant: "add: olcDbNoSync\nolcDbNoSync: TRUE",
            mend: "delete: olcDbNoSync"
        ),
        change(
            .secrets,
            .failed,
            database,
            plant: """
                add: olcAccess
                olcAccess: {0}to attrs=userPassword by dn.exact="cn=worker,ou=system,dc=mail,dc=go,dc=id" read by * break
                """,
            mend: "delete: olcAccess\nolcAccess: {0}"
        ),
        change(
            .rights,
            .failed,
            database,
            plant: """
                add: olcAccess
                olcAccess: {0}to attrs=entryCSN by dn.exact="cn=worker,ou=system,dc=mail,dc=go,dc=id" none by * break
                """,
            mend: "delete: olcAccess\nolcAccess: {0}"
        ),
        change(
            .changeLog,
            .warning,
            "olcDatabase={1}mdb,cn=config",
            plant: "add: olcAccess\nolcAccess: {0}to * by * none",
            mend: "delete: olcAccess\nolcAccess: {0}"
        ),
    ]

    private static func change(
        _ check: Check,
        _ outcome: Finding.Outcome,
        _ entry: String,
        plant: String,
        mend: String
    ) -> Fault {
        func ldif(_ change: String) -> String { "dn: \(entry)\nchangetype: modify\n\(change)\n" }
        return Fault(check: check, outcome: outcome, plant: ldif(plant), mend: ldif(mend))
    }
}
