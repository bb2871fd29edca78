import Foundation
import NIOHTTP1

/// The search for accounts as people use it: what is asked while somebody types, ten times a second, by Admin Pusat over the
/// whole platform and by a treasury office's administrator over their own.
struct SearchLoad {
    private static let (perSecond, seconds) = (10, 20)
    private static let page = "/admin/akun/cari"

    let load: HTTPLoad
    let accounts: Int

    /// Each of them next to the same page with nothing to look for.
    func measure(_ people: [(what: String, visitor: WebVisitor)]) async throws -> [Measurement] {
        var results: [Measurement] = []
        for (what, visitor) in people {
            try await checkFindings(visitor)
            results.append(try await measure(what, cookie: visitor.cookie))
        }
        return results
    }

    private func measure(_ what: String, cookie: String) async throws -> Measurement {
        tell("\(Self.perSecond) searches a second for \(Self.seconds) seconds, \(what)")
        let searches = try await steady(Self.typed.map(Self.path), cookie: cookie)
        let empty = try await steady([Self.page], cookie: cookie)
        return Measurement(
            what: "95 % of searches among \(accounts) accounts, \(what)",
            value: searches.percentile(0.95).milliseconds,
            unit: .milliseconds,
            bar: 150,
            aim: 50,
            detail: "\(searches.shares); \(empty.shares) without a search"
        )
    }

    private func steady(_ paths: [String], cookie: String) async throws -> [Duration] {
        try await load.steady(paths, cookie: cookie, perSecond: Self.perSecond, for: Self.seconds)
    }

    /// That a search finds somebody, before it is measured how fast nobody is found.
    private func checkFindings(_ visitor: WebVisitor) async throws {
        let answer = try await load.send(.GET, Self.path("siti"), cookie: visitor.cookie)
        guard answer.status == 200, answer.text.contains("siti.") else {
            throw BenchmarkFailure("the search finds nobody called Siti: \(answer.status)")
        }
    }

    private static func path(_ text: String) -> String {
        "\(page)?bagian=1&q=\(text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
    }

    /// Names that many have, as they grow letter by letter, then by family name and as an address; then what is in every
    /// address of a service, and what is nowhere.
    private static let typed: [String] = {
        let names = [("siti", "siregar"), ("muhammad", "nasution"), ("dewi", "wulandari"), ("agus", "setiawan")]
        let texts = names.flatMap { given, family -> [String] in
            beginnings(of: given, from: 3) + beginnings(of: family, from: 4)
                + ["\(given) \(family)", "\(given).\(family)@"]
        }
        return texts + ["@sakti.mail.go.id", "admin.kppn", "tidakada"]
    }()

    private static func beginnings(of word: String, from shortest: Int) -> [String] {
        (shortest...word.count).map { String(word.prefix($0)) }
    }
}
