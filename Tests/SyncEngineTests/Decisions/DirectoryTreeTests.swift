import DirectoryModel
import StateDatabase
import Testing

@testable import SyncEngine

struct DirectoryTreeTests {
    private static let suffix = "dc=id"
    private static let service = Container.service(Service(name: "s", domains: ["s.go.id"]))

    private static func entry(_ number: UInt64, _ dn: String, _ content: Container = .plain) -> ObservedEntry {
        ObservedEntry(
            uuid: EntryUUID(high: 0, low: number),
            csn: SampleValues.csn,
            dn: dn,
            parent: (DNText.parent(of: dn) ?? "").lowercased(),
            content: .container(content)
        )
    }

    private static func tenant(_ name: String) -> Container { .tenant(Tenant(name: name)) }

    /// cn=s, and below it o=A with ou=accounts, ou=domains and a domain.
    private static let entries: [(ObservedEntry, Container)] = [
        (entry(1, "dc=id"), .plain), (entry(2, "cn=s,dc=id"), service), (entry(3, "o=A,cn=s,dc=id"), tenant("A")),
        (entry(4, "ou=accounts,o=A,cn=s,dc=id"), .plain), (entry(5, "ou=domains,o=A,cn=s,dc=id"), .plain),
        (entry(6, "associatedDomain=a.go.id,ou=domains,o=A,cn=s,dc=id"), .domain("a.go.id")),
    ]

    private func tree(_ order: [Int]? = nil) -> DirectoryTree {
        var tree = DirectoryTree(suffix: Self.suffix)
        for index in order ?? Array(Self.entries.indices) {
            let (entry, content) = Self.entries[index]
            _ = tree.arrive(entry, content: content)
        }
        return tree
    }

    private func dn(_ number: UInt64, in tree: DirectoryTree) -> String? {
        tree.node(EntryUUID(high: 0, low: number))?.dn
    }

    private func placement(_ dn: String, in tree: inout DirectoryTree) -> Placement {
        let node = tree.node(forParent: dn)
        return tree.placement(below: node)
    }

    /// Which of the domains there are accounts may use at a place.
    private func allowed(at placement: Placement, in tree: inout DirectoryTree) -> [String] {
        ["a.go.id", "b.go.id", "s.go.id"].filter { tree.allows(domain: Substring($0), at: placement) }
    }

    @Test func `accounts are placed under their tenant and service, in whatever order the entries come`() {
        for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 5, 0, 2, 4, 1]] {
            var tree = tree(order)
            let found = placement("ou=accounts,o=a,cn=s,dc=id", in: &tree)
            #expect(found.service?.name == "s")
            #expect(found.tenant?.name == "A")
            #expect(found.scope != nil)
            let domains = allowed(at: found, in: &tree)
            #expect(domains == ["a.go.id", "s.go.id"])
            #expect(tree.nodes.count == 6)
        }
    }

    @Test func `a renamed subtree keeps its nodes and its scope`() {
        var tree = tree()
        let before = placement("ou=accounts,o=a,cn=s,dc=id", in: &tree)
        let arrival = tree.arrive(Self.entry(3, "o=Bandung,cn=s,dc=id"), content: Self.tenant("Bandung"))
        #expect(arrival.concernsAccounts)
        #expect(dn(4, in: tree) == "ou=accounts,o=Bandung,cn=s,dc=id")
        #expect(dn(6, in: tree) == "associatedDomain=a.go.id,ou=domains,o=Bandung,cn=s,dc=id")
        let after = placement("ou=accounts,o=bandung,cn=s,dc=id", in: &tree)
        #expect(after.scope == before.scope)
        #expect(after.tenant?.name == "Bandung")
        #expect(tree.node(dn: "ou=accounts,o=a,cn=s,dc=id") == nil)
    }

    @Test func `a moved subtree is placed under its new service, with its domains`() {
        var tree = tree()
        let before = placement("ou=accounts,o=a,cn=s,dc=id", in: &tree)
        _ = tree.arrive(Self.entry(7, "cn=t,dc=id"), content: .service(Service(name: "t")))
        _ = tree.arrive(Self.entry(3, "o=A,cn=t,dc=id"), content: Self.tenant("A"))
        let after = placement("ou=accounts,o=a,cn=t,dc=id", in: &tree)
        #expect(after.service?.name == "t")
        #expect(after.scope != before.scope)
        let domains = allowed(at: after, in: &tree)
        #expect(domains == ["a.go.id"])
    }

    @Test func `what was known by its new name before the rename came is joined`() {
        var tree = tree()
        let early = tree.node(forParent: "ou=accounts,o=longer name,cn=s,dc=id")
        let arrival = tree.arrive(Self.entry(3, "o=Longer Name,cn=s,dc=id"), content: Self.tenant("Longer Name"))
        let accounts = tree.node(EntryUUID(high: 0, low: 4))
        #expect(accounts?.dn == "ou=accounts,o=Longer Name,cn=s,dc=id")
        #expect(arrival.absorbed.contains(DirectoryTree.Absorption(named: early, node: accounts?.id ?? 0)))
        let found = tree.node(forParent: "ou=accounts,o=longer name,cn=s,dc=id")
        #expect(found == accounts?.id)
        #expect(tree.nodes.count == 6)
        let names = tree.nodes.values.map { $0.dn.lowercased() }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0 == "dc=id" || tree.node(dn: DNText.parent(of: $0) ?? "") != nil })
    }

    @Test func `a removed node stays by name while something refers to it, and is another when it comes back`() {
        var tree = tree()
        let before = placement("ou=accounts,o=a,cn=s,dc=id", in: &tree)
        tree.setScope(before.scope, of: before.tenantNode ?? 0)
        _ = tree.remove(EntryUUID(high: 0, low: 3), isReferred: false)
        #expect(tree.node(dn: "o=a,cn=s,dc=id")?.uuid == nil)
        #expect(tree.node(dn: "o=a,cn=s,dc=id")?.scope == nil)
        let between = placement("ou=accounts,o=a,cn=s,dc=id", in: &tree)
        #expect(between.tenant == nil)
        let arrival = tree.arrive(Self.entry(9, "o=A,cn=s,dc=id"), content: Self.tenant("A"))
        #expect(arrival.isNew)
        let after = placement("ou=accounts,o=a,cn=s,dc=id", in: &tree)
        #expect(after.tenant?.name == "A")
    }

    @Test func `a leaf that is removed is gone, and its number is not given again`() {
        var tree = tree()
        let domain = tree.node(EntryUUID(high: 0, low: 6))
        _ = tree.remove(EntryUUID(high: 0, low: 6), isReferred: false)
        #expect(tree.node(EntryUUID(high: 0, low: 6)) == nil)
        let found = placement("ou=accounts,o=a,cn=s,dc=id", in: &tree)
        let domains = allowed(at: found, in: &tree)
        #expect(domains == ["s.go.id"])
        _ = tree.arrive(Self.entry(8, "ou=new,dc=id"), content: .plain)
        #expect(tree.node(EntryUUID(high: 0, low: 8))?.id != domain?.id)
    }

    @Test func `numbers that scopes remember are not given again after a restart`() {
        let scope = ScopeRow(id: 1, scope: Scope(service: "s", tenant: "gone"), serviceNode: 2, tenantNode: 9)
        var tree = DirectoryTree(suffix: Self.suffix, nodes: [Node(id: 1, dn: "dc=id")], scopes: [scope])
        _ = tree.arrive(Self.entry(3, "o=A,dc=id"), content: Self.tenant("A"))
        #expect(tree.node(EntryUUID(high: 0, low: 3))?.id == 10)
    }

    @Test func `an entry that arrives again as it was changes nothing`() {
        var tree = tree()
        tree.markSaved()
        for (entry, content) in Self.entries {
            let arrival = tree.arrive(entry, content: content)
            #expect(!arrival.concernsAccounts)
            #expect(!arrival.isNew)
        }
        #expect(tree.unsavedNodes.isEmpty)
    }
}
