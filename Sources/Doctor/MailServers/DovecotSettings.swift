/// Settings of Dovecot as `doveconf` prints them: `name = value`.
struct DovecotSettings: Sendable, Hashable {
    static let names = ["auth_cache_size", "auth_cache_ttl", "imap_hibernate_timeout"]

    private let values: [String: String]

    init(_ output: String) {
        let pairs = output.split(separator: "\n").compactMap { line -> (String, String)? in
            guard let sign = line.firstRange(of: " = ") else { return nil }
            return (String(line.prefix(upTo: sign.lowerBound)), String(line.suffix(from: sign.upperBound)))
        }
        values = Dictionary(pairs) { $1 }
    }

    var findings: [Finding] { [loginCache, hibernation] }

    static func skipped(_ reason: String) -> [Finding] {
        [.loginCache, .hibernation].map {
            .skipped(
                $0,
                reason,
                remedy: "run `pamong doctor` as root on the mail host, with Dovecot's configuration file"
            )
        }
    }

    /// A cached login makes a used code good again; while the directory is down even an expired one lets a blocked user in.
    private var loginCache: Finding {
        guard let size = values["auth_cache_size"], let ttl = values["auth_cache_ttl"].flatMap(Self.seconds) else {
            return .skipped(.loginCache, "doveconf does not tell auth_cache_size and auth_cache_ttl")
        }
        if size.prefix(while: \.isNumber) == "0" || size.isEmpty { return .ok(.loginCache, "logins are not cached") }
        let remedy = "set auth_cache_size = 0; the directory answers in under a millisecond"
        if ttl > 60 {
            return .failed(
                .loginCache,
                "logins are cached for \(ttl) seconds: a used code stays good so long",
                remedy: remedy
            )
        }
        return .warning(.loginCache, "logins are cached for \(ttl) seconds", remedy: remedy)
    }

    private var hibernation: Finding {
        guard let timeout = values["imap_hibernate_timeout"].flatMap(Self.seconds) else {
            return .skipped(.hibernation, "doveconf does not tell imap_hibernate_timeout")
        }
        guard timeout == 0 else {
            return .failed(
                .hibernation,
                "sessions hibernate after \(timeout) seconds: cutting one user's cuts strangers' too",
                remedy: "set imap_hibernate_timeout = 0"
            )
        }
        return .ok(.hibernation, "sessions do not hibernate")
    }

    /// Reads `0`, `60`, `30 s`, `1 mins`, `1 hours`.
    static func seconds(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        guard let number = words.first.flatMap({ Int($0) }) else { return nil }
        let unit = words.count > 1 ? words[1].lowercased() : "s"
        let factors: [(String, Int)] = [("ms", 0), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)]
        return factors.first { unit.hasPrefix($0.0) }.map { number * $0.1 }
    }
}
