internal import DirectoryModel
internal import Foundation
internal import LocalStack
internal import Reports
internal import SampleDirectory
internal import StateDatabase

extension Platform {
    /// Sample sign-ins for the administrators' pages: one of each kind, and what each administers. The last KPPN, since another scene
    /// gives the first one's administrator a second factor.
    func administrators() async throws -> [Administrator] {
        var list = [Administrator(address: sample.headquarters.address, kind: .headOffice)]
        if let one = try await usable(sample.treasuryAdministrators.reversed()) {
            list.append(.init(address: one, kind: .treasury))
        }
        if let one = try await usable(sample.agencyAdministrators) { list.append(.init(address: one, kind: .agency)) }
        return list
    }

    /// The first whose second factor is not marked: there is no key behind such a mark, and nobody could sign in.
    private func usable(_ candidates: [SampleAccount]) async throws -> String? {
        for candidate in candidates {
            let people = try await people(below: candidate.tenant)
            if people.contains(where: { $0.address == candidate.address && !$0.isMarked }) { return candidate.address }
        }
        return nil
    }

    /// The web pages: what Admin Pusat sees of sakti, and where to go on by hand.
    func showPortal() async throws {
        narrator.chapter("The portal")
        let visitor = PortalVisitor(portalURL)
        let first = try await visitor.get("/")
        try narrator.check("the portal asks who is there, in Indonesian", first.contains("<html lang=\"id\">"))
        let start = try await visitor.signIn(sample.headquarters.address, password)
        try narrator.check(
            "Admin Pusat signs in through the gate and comes to the dashboard",
            start.contains("href=\"/admin\""),
            otherwise: start
        )
        try await showFigures(visitor)
        try await tellWhereItIs()
    }

    /// The cards of the service that the treasury offices upload to, against the worker's census.
    private func showFigures(_ visitor: PortalVisitor) async throws {
        let service = "sakti.mail.go.id"
        let census = try readState { try CensusReport(reading: $0, generated: .now) }
        guard let row = census.services.first(where: { $0.service == service }) else {
            throw DemonstrationFailure("the census has \(service)", found: "no row")
        }
        let page = try await visitor.get("/admin?layanan=\(service)")
        let cards = page.matches(of: /<span class="figure">([^<]+)<\/span>/).map { String($0.1).filter(\.isNumber) }
        let counts = [row.administrators, row.uploaded, row.registered, row.blocked]
        try narrator.check(
            "its cards: \(counts[0]) KPPN administrators, \(counts[1]) uploaded, \(counts[2]) registered, \(counts[3]) blocked",
            counts.allSatisfy { cards.contains(String($0)) },
            otherwise: "\(cards)"
        )
        guard let office = try await administrators().first(where: { $0.kind == .treasury }) else {
            throw DemonstrationFailure("a KPPN has an administrator", found: "none")
        }
        let treasury = try await PortalVisitor(portalURL).signIn(office.address, password)
        try narrator.check(
            "a KPPN's administrator sees that office alone",
            treasury.contains("KPPN") && !treasury.contains("multidomain.mail.go.id"),
            otherwise: treasury
        )
    }

    /// For a person who wants to look.
    func tellWhereItIs() async throws {
        let people = try await administrators().map { "\($0.address): \($0.kind.rawValue)" }
        narrator.show(
            """
            \(portalURL)
            \(people.joined(separator: "\n"))
            the password of all sample accounts, while this runs: \(stack.folder.url.appending(path: "endpoints.json").path)
            """
        )
    }
}

/// Somebody who can sign in to the administrators' pages.
struct Administrator: Sendable {
    /// What they administer.
    enum Kind: String, Sendable {
        case headOffice = "everything (Admin Pusat)"
        case treasury = "a KPPN (Admin KPPN)"
        case agency = "an agency (Admin Instansi)"
    }

    var address: String
    var kind: Kind
}
