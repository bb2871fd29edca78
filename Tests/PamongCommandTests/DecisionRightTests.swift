import StateDatabase
import SyncEngine
import Testing

struct DecisionRightTests {
    private static let me = "mail=a@x.id,ou=accounts,o=x"
    private static let unknown = DecisionRight.Authors.partlyUnknown([], reason: "no log")

    private func refusal(_ level: Hold.Level, _ role: DecisionRight.Role, _ authors: DecisionRight.Authors)
        -> DecisionRight.Refusal?
    {
        DecisionRight(level: level, person: Self.me, role: role, authors: authors).refusal
    }

    @Test(arguments: Hold.Level.allCases) func `nobody but administrators decides`(level: Hold.Level) {
        #expect(refusal(level, .nobody, .known([])) == .notAnAdministrator)
    }

    @Test func `a tenant's administrators decide about their tenant alone`() {
        #expect(refusal(.tenant, .tenantAdministrator, .known(["other"])) == nil)
        #expect(refusal(.service, .tenantAdministrator, .known(["other"])) == .headOfficeOnly)
        #expect(refusal(.all, .tenantAdministrator, .known(["other"])) == .headOfficeOnly)
    }

    @Test(arguments: Hold.Level.allCases) func `Admin Pusat decides about everything`(level: Hold.Level) {
        #expect(refusal(level, .headOffice, .known(["other"])) == nil)
        #expect(refusal(level, .headOffice, Self.unknown) == nil)
    }

    @Test(arguments: [DecisionRight.Role.headOffice, .tenantAdministrator])
    func `nobody decides about their own change`(
        role: DecisionRight.Role
    ) {
        #expect(refusal(.tenant, role, .known(["other", Self.me])) == .ownChange)
        #expect(refusal(.tenant, role, .partlyUnknown([Self.me], reason: "log begins later")) == .ownChange)
    }

    @Test func `where the author is unknown a tenant's administrator may be the author`() {
        #expect(refusal(.tenant, .tenantAdministrator, Self.unknown) == .authorUnknown(reason: "no log"))
    }
}
