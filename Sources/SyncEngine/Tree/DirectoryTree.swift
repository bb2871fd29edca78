internal import DirectoryModel
internal import StateDatabase

/// Where accounts below a node are counted, and by which rules they are judged.
struct Placement: Sendable, Hashable {
    var serviceNode: Int64?
    var tenantNode: Int64?
    var service: Service?
    var tenant: Tenant?
    var scope: Int64?
}

/// The tree above the accounts, held in memory: a few thousand nodes under hundreds of thousands of accounts.
///
/// A rename or move of a subtree is reported for its top entry alone, so descendants' DNs are made anew here; and a
/// refresh may bring a child before its parent, so a parent may be known by name only for a while.
struct DirectoryTree {
    private(set) var nodes: [Int64: Node] = [:]
    private(set) var scopes: [Int64: ScopeRow] = [:]
    private var idByDN: [String: Int64] = [:]
    private var idByUUID: [EntryUUID: Int64] = [:]
    private var nodesByDomain: [String: Set<Int64>] = [:]
    private var scopeByNodes: [ScopeNodes: Int64] = [:]
    private var placements: [Int64: Placement] = [:]
    private var lastNode: Int64 = 0
    private var lastScope: Int64 = 0
    private let suffix: String

    /// Nodes and scopes that differ from what is stored.
    private(set) var unsavedNodes: Set<Int64> = []
    private(set) var unsavedScopes: Set<Int64> = []

    private struct ScopeNodes: Hashable {
        var service: Int64
        var tenant: Int64
    }

    init(suffix: String, nodes: [Node] = [], scopes: [ScopeRow] = []) {
        self.suffix = suffix.lowercased()
        for node in nodes { index(node) }
        for scope in scopes { remember(scope) }
        // A scope remembers its nodes for ever: a number of one that is gone must not come to stand for another.
        let remembered = scopes.flatMap { [$0.serviceNode, $0.tenantNode] }
        lastNode = (nodes.map(\.id) + remembered).max() ?? 0
        lastScope = scopes.map(\.id).max() ?? 0
    }

    mutating func markSaved() {
        unsavedNodes = []
        unsavedScopes = []
    }

    func node(_ uuid: EntryUUID) -> Node? {
        idByUUID[uuid].flatMap { nodes[$0] }
    }

    func node(dn: String) -> Node? {
        idByDN[dn.lowercased()].flatMap { nodes[$0] }
    }

    /// The node of a parent DN (lower case), made up if no entry has told of it yet.
    mutating func node(forParent dn: String) -> Int64 {
        if let id = idByDN[dn] { return id }
        let parent = parentID(ofDN: dn)
        return insert(Node(id: nextNode(), parent: parent, dn: dn))
    }

    /// The ids of a node and all nodes below it.
    func subtree(of id: Int64) -> Set<Int64> {
        var found: Set<Int64> = [id]
        var size = 0
        while found.count > size {
            size = found.count
            for node in nodes.values {
                if let parent = node.parent, found.contains(parent) { found.insert(node.id) }
            }
        }
        return found
    }

    /// What an account right below this node is.
    mutating func placement(below id: Int64) -> Placement {
        if let known = placements[id] { return known }
        var placement = Placement()
        var next = nodes[id]
        while let node = next {
            if case .tenant(let tenant) = node.content, placement.tenantNode == nil {
                placement.tenantNode = node.id
                placement.tenant = tenant
            }
            if case .service(let service) = node.content {
                placement.serviceNode = node.id
                placement.service = service
                break
            }
            next = node.parent.flatMap { nodes[$0] }
        }
        placement.scope = scope(of: placement)
        placements[id] = placement
        return placement
    }

    /// Whether accounts placed there may use a mail domain: one of the service's own, or one of the tenant's.
    mutating func allows(domain: Substring, at placement: Placement) -> Bool {
        if let service = placement.service, service.domains.contains(where: { $0 == domain }) { return true }
        guard let tenant = placement.tenantNode, let holders = nodesByDomain[String(domain)] else { return false }
        for holder in holders where self.placement(below: holder).tenantNode == tenant { return true }
        return false
    }

    /// What a container entry's arrival changed.
    struct Arrival {
        /// The node it is.
        var node: Int64
        /// Whether accounts below it must be judged again: it moved, was renamed or says something else now.
        var concernsAccounts: Bool
        /// Whether it is new, so that only quarantined entries below it can be concerned.
        var isNew: Bool
        /// Nodes known by name alone that turned out to be others.
        var absorbed: [Absorption] = []
    }

    /// A node known by name alone, and the node it turned out to be.
    struct Absorption: Hashable {
        var named: Int64
        var node: Int64
    }

    /// Takes a container entry in.
    mutating func arrive(_ entry: ObservedEntry, content: Container) -> Arrival {
        let dn = entry.dn.lowercased()
        if let id = idByUUID[entry.uuid], let old = nodes[id] {
            return revise(old, entry: entry, content: content, dn: dn)
        }
        if let id = idByDN[dn], var named = nodes[id], named.uuid == nil {
            named.uuid = entry.uuid
            named.csn = entry.csn
            named.dn = entry.dn
            named.content = content
            replace(named)
            return Arrival(node: id, concernsAccounts: false, isNew: true)
        }
        let node = Node(
            id: nextNode(),
            uuid: entry.uuid,
            csn: entry.csn,
            parent: parentID(ofDN: dn, parent: entry.parent),
            dn: entry.dn,
            content: content
        )
        return Arrival(node: insert(node), concernsAccounts: false, isNew: true)
    }

    /// Takes a node out. It stays, known by name only, while something refers to it.
    mutating func remove(_ uuid: EntryUUID, isReferred: Bool) -> Node? {
        guard let id = idByUUID[uuid], let old = nodes[id] else { return nil }
        forget(old)
        if isReferred || nodes.values.contains(where: { $0.parent == id }) {
            var named = old
            named.uuid = nil
            named.csn = nil
            named.content = .plain
            named.scope = nil
            index(named)
        }
        placements = [:]
        unsavedNodes.insert(id)
        return old
    }

    /// Changes what a tenant's node is counted under.
    mutating func setScope(_ scope: Int64?, of id: Int64) {
        guard nodes[id]?.scope != scope else { return }
        nodes[id]?.scope = scope
        unsavedNodes.insert(id)
    }

    private mutating func revise(_ old: Node, entry: ObservedEntry, content: Container, dn: String) -> Arrival {
        let moved = old.dn.lowercased() != dn
        guard moved || old.content != content || old.csn != entry.csn || old.dn != entry.dn else {
            return Arrival(node: old.id, concernsAccounts: false, isNew: false)
        }
        var absorbed: [Absorption] = []
        if moved, let absorption = absorb(dn: dn, into: old.id) { absorbed.append(absorption) }
        var new = old
        new.csn = entry.csn
        new.dn = entry.dn
        new.content = content
        if moved { new.parent = parentID(ofDN: dn, parent: entry.parent) }
        replace(new)
        if moved { absorbed += renameDescendants(of: old.id, from: old.dn, to: entry.dn) }
        return Arrival(
            node: old.id,
            concernsAccounts: moved || old.content != content,
            isNew: false,
            absorbed: absorbed
        )
    }

    /// Joins a node that is known by this name alone, if there is one, to the node whose name it turned out to be.
    private mutating func absorb(dn: String, into id: Int64) -> Absorption? {
        guard let other = idByDN[dn], other != id, let named = nodes[other], named.uuid == nil else { return nil }
        for child in nodes.values where child.parent == named.id {
            nodes[child.id]?.parent = id
            unsavedNodes.insert(child.id)
        }
        forget(named)
        unsavedNodes.insert(named.id)
        return Absorption(named: named.id, node: id)
    }

    /// Gives everything below a renamed node its new name, from the top down. What was already named by its new name,
    /// because an entry below came before the rename, is left alone or joined.
    private mutating func renameDescendants(of id: Int64, from old: String, to new: String) -> [Absorption] {
        var absorbed: [Absorption] = []
        let ending = "," + old.lowercased()
        let below = subtree(of: id).compactMap { nodes[$0] }.filter { $0.dn.lowercased().hasSuffix(ending) }
        for node in below.sorted(by: { $0.dn.utf8.count < $1.dn.utf8.count }) where nodes[node.id] != nil {
            if let absorption = rename(node, to: node.dn.dropLast(old.count) + new) { absorbed.append(absorption) }
        }
        placements = [:]
        return absorbed
    }

    private mutating func rename(_ node: Node, to dn: String) -> Absorption? {
        let key = dn.lowercased()
        if let other = idByDN[key], other != node.id, node.uuid == nil {
            // Both are known by name alone, or this one is: the one that has the name already stays.
            return absorb(dn: node.dn.lowercased(), into: other)
        }
        let absorption = absorb(dn: key, into: node.id)
        guard var renamed = nodes[node.id] else { return absorption }
        if idByDN[node.dn.lowercased()] == node.id { idByDN[node.dn.lowercased()] = nil }
        renamed.dn = dn
        idByDN[key] = node.id
        nodes[node.id] = renamed
        unsavedNodes.insert(node.id)
        return absorption
    }

    private mutating func parentID(ofDN dn: String, parent: String? = nil) -> Int64? {
        guard dn != suffix, dn.count > suffix.count else { return nil }
        guard let parent = parent ?? DNText.parent(of: dn) else { return nil }
        return node(forParent: parent)
    }

    private mutating func nextNode() -> Int64 {
        lastNode += 1
        return lastNode
    }

    private mutating func insert(_ node: Node) -> Int64 {
        index(node)
        unsavedNodes.insert(node.id)
        return node.id
    }

    private mutating func replace(_ node: Node) {
        if let old = nodes[node.id] { forget(old) }
        index(node)
        placements = [:]
        unsavedNodes.insert(node.id)
    }

    private mutating func index(_ node: Node) {
        nodes[node.id] = node
        idByDN[node.dn.lowercased()] = node.id
        if let uuid = node.uuid { idByUUID[uuid] = node.id }
        if case .domain(let name) = node.content { nodesByDomain[name, default: []].insert(node.id) }
    }

    private mutating func forget(_ node: Node) {
        nodes[node.id] = nil
        if idByDN[node.dn.lowercased()] == node.id { idByDN[node.dn.lowercased()] = nil }
        if let uuid = node.uuid { idByUUID[uuid] = nil }
        if case .domain(let name) = node.content { nodesByDomain[name]?.remove(node.id) }
    }

    private mutating func remember(_ scope: ScopeRow) {
        scopes[scope.id] = scope
        scopeByNodes[ScopeNodes(service: scope.serviceNode, tenant: scope.tenantNode)] = scope.id
    }

    /// The scope of a service and tenant, made when it is new, renamed when one of them was.
    private mutating func scope(of placement: Placement) -> Int64? {
        guard let serviceNode = placement.serviceNode, let tenantNode = placement.tenantNode,
            let service = placement.service, let tenant = placement.tenant
        else { return nil }
        let names = Scope(service: service.name, tenant: tenant.name)
        if let id = scopeByNodes[ScopeNodes(service: serviceNode, tenant: tenantNode)] {
            if scopes[id]?.scope != names {
                scopes[id]?.scope = names
                unsavedScopes.insert(id)
            }
            return id
        }
        lastScope += 1
        remember(ScopeRow(id: lastScope, scope: names, serviceNode: serviceNode, tenantNode: tenantNode))
        unsavedScopes.insert(lastScope)
        return lastScope
    }
}
