internal import Foundation
internal import LocalStack
internal import SampleDirectory

/// The whole of Pamong on real servers, with the platform's own figures: every line it prints was checked before.
public struct Demonstration: Sendable {
    private let options: DemonstrationOptions

    /// Sets a demonstration up.
    public init(_ options: DemonstrationOptions) {
        self.options = options
    }

    /// Runs it. Throws at the first claim that is not so, with the servers' logs.
    public func run() async throws {
        let narrator = Narrator()
        try await Platform.run(options, narrator: narrator) { platform in
            let people = try await platform.people(below: platform.sample.headquarters.tenant)
            let usual = people.filter { !$0.isMarked }
            let administrators = try await platform.administrators()
            try Endpoints(platform, people: Array(usual.suffix(5)), administrators: administrators)
                .write(to: platform.stack.folder)
            narrator.tell("where everything is: \(platform.stack.folder.url.appending(path: "endpoints.json").path)")
            try await platform.showProvisioning(provisionsAll: options.scale == .small)
            let (first, second) = try platform.pick(people)
            try await platform.showDelivery(to: first)
            try await platform.showBlock(of: first)
            try await platform.showRename(of: first)
            try await platform.showRemoval(of: second)
            try await platform.showHeldBatch()
            try await platform.showQuarantine()
            try await platform.showSecondFactor()
            try await platform.showReports()
            try await platform.showStatus()
            try await platform.showPortal()
            narrator.chapter("All of it was so.")
            if options.keepsRunning { try await stayUp(platform) }
        }
    }

    private func stayUp(_ platform: Platform) async throws {
        platform.narrator.tell("everything stays up until it is interrupted (Ctrl-C)")
        try await platform.tellWhereItIs()
        // Cancellation is the way this ends: everything is then stopped in order.
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(1)) }
    }
}

extension Platform {
    /// Two people of one domain whose mailboxes the scenes are about: neither an administrator.
    func pick(_ people: [Person]) throws -> (Person, Person) {
        let administrators = Set(
            ([sample.headquarters] + sample.agencyAdministrators + sample.treasuryAdministrators).map(\.address)
        )
        let usual = people.filter { !administrators.contains($0.address) && !$0.isMarked }
        guard usual.count > 1 else {
            throw DemonstrationFailure("there are two people to show", found: "\(usual.count)")
        }
        return (usual[0], usual[1])
    }
}
