internal import DirectoryModel
internal import Foundation
internal import LDAPDirectory
internal import TwoFactor

/// Changes of the ring that concern the directory too, in an order that leaves nothing unopenable wherever it stops.
struct KeyChange {
    let configuration: PamongConfiguration
    let file: KeyRingFile

    /// First the new key's canary, then the ring: stopped in between, every ring that has the key opens everything.
    func promote(_ kid: KeyIdentifier, isEverywhere: Bool) async throws {
        let ring = try file.load()
        guard ring.key(kid) != nil else { throw unknown(kid, ring) }
        guard isEverywhere || ring.primary == nil || ring.primary?.kid == kid else {
            throw CommandFailure(
                .usage,
                "nothing was done: copy \(file.path) to every gate and portal, then say so with --distributed"
            )
        }
        try await configuration.withSecondFactors(ring: ring, .unchecked) { store in
            let found = try await store.canaries()
            try refuseForeignRing(ring, found)
            try await store.addCanaries(of: Set([kid] + [ring.primary?.kid].compactMap { $0 }), beside: found)
        }
        try file.change { try $0.promote(kid) }
    }

    /// First the key's canary goes, then the key: stopped in between, no canary is without its key. Counted again in
    /// between, for a process that still seals with an older ring.
    func retire(_ kid: KeyIdentifier) async throws {
        let ring = try file.load()
        guard ring.key(kid) != nil else { throw unknown(kid, ring) }
        guard ring.primary?.kid != kid else {
            throw CommandFailure(.refused, "\(kid) is the primary key: promote another one first")
        }
        try await configuration.withSecondFactors(ring: ring, .unchecked) { store in
            let found = try await store.canaries()
            try refuseForeignRing(ring, found)
            try refuseWhileUsed(kid, try await store.census())
            try await store.removeCanaries(of: kid, among: found)
            do {
                try refuseWhileUsed(kid, try await store.census())
            } catch {
                try await store.addCanaries(of: [kid], beside: try await store.canaries())
                throw error
            }
        }
        try file.change { try $0.retire(kid) }
    }

    private func refuseWhileUsed(_ kid: KeyIdentifier, _ census: SealingCensus) throws {
        guard census.unreadable == 0 else {
            throw CommandFailure(
                .refused,
                "\(census.unreadable) values have no known form, so it cannot be told what they need: see `keys check`"
            )
        }
        guard census[kid].total == 0 else {
            throw CommandFailure(.refused, "\(kid) is still needed: \(KeyText.sentence(census[kid]))")
        }
    }

    private func refuseForeignRing(_ ring: KeyRing, _ found: FoundCanaries) throws {
        switch try ring.judge(canaries: found.values, of: found.entry) {
        case .fits, .missing: return
        case .lacksKeys(let kids):
            let names = kids.map(\.description).joined(separator: ", ")
            throw CommandFailure(
                .refused,
                "the ring lacks \(names), which the directory uses: is \(file.path) the right ring?"
            )
        case .wrongKey(let kid):
            throw CommandFailure(
                .refused,
                "the directory's \(kid) is another key than the ring's: is \(file.path) the right ring?"
            )
        }
    }

    private func unknown(_ kid: KeyIdentifier, _ ring: KeyRing) -> CommandFailure {
        let names = ring.keys.map(\.kid.description).joined(separator: ", ")
        return CommandFailure(.usage, "\(file.path) has no key \(kid); it has \(names.isEmpty ? "none" : names)")
    }
}

/// Names for new keys.
enum KeyName {
    /// The year and the first letter that was never used with it.
    static func next(for ring: KeyRing, now: Timestamp) throws -> KeyIdentifier {
        let used = Set(ring.keys.map(\.kid) + ring.retired)
        let year = now.rfc3339.prefix(4)
        let names = "abcdefghijklmnopqrstuvwxyz".lazy.compactMap { KeyIdentifier("\(year)\($0)") }
        guard let name = names.first(where: { !used.contains($0) }) else {
            throw CommandFailure(.usage, "all names of \(year) are used: give one")
        }
        return name
    }
}
