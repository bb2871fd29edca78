import Foundation

/// Measures the worker and the gate side by side with what they stand on, on real servers in private folders, and prints a table:
/// `swift run -c release pamong-benchmarks [--runs N] [NAME …]`.
///
/// A machine's speed is its own affair: where there is something to compare with, it is measured in the same run, and the
/// ratio is what counts. A slow run never fails; only a measurement that could not be made does (exit code 1).
@main
struct PamongBenchmarks {
    static func main() async {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            if arguments.first == ProjectionProcess.argument {
                try await ProjectionProcess(arguments).run()
            } else if arguments.first == ImportProcess.argument {
                try await ImportProcess(arguments).run()
            } else {
                try await run(BenchmarkRequest(arguments))
            }
        } catch {
            FileHandle.standardError.write(Data("pamong-benchmarks: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ request: BenchmarkRequest) async throws {
        var results = ResultTable()
        if request.wants(.load, .replica, .restart, .burst, .search) {
            results.add(try await FullDirectory.measure(request))
        }
        if request.wants(.cut, .mailboxes) { results.add(try await MailHost.measure(request)) }
        if request.wants(.report) { results.add(try ReportDelta.measure(request)) }
        if request.wants(.accounts) { results.add(try AccountPages.measure(request)) }
        if request.wants(.binds, .latency, .codes, .apppasswords, .ldapproxy, .idle, .rotation) {
            results.add(try await GateRig.measure(request))
        }
        if request.wants(.imports) { results.add(try await ImportBenchmark.measure(request)) }
        if request.wants(.portal) { results.add(try await PortalBench.measure(request)) }
        print(results.text)
    }
}

/// What is to be measured.
struct BenchmarkRequest: Sendable {
    /// The benchmarks, by the names they are asked for.
    enum Name: String, CaseIterable, Sendable {
        /// A first load of the whole platform, against `ldapsearch`, and its memory.
        case load
        /// The same against a slapd replica's.
        case replica
        /// A start with nothing changed.
        case restart
        /// From an administrator's write to the end of an open IMAP session.
        case cut
        /// Eight writers at once.
        case burst
        /// Mailboxes made in Dovecot.
        case mailboxes
        /// A delta report.
        case report
        /// Pages of the list of accounts.
        case accounts
        /// Binds the gate passes on, against slapd.
        case binds
        /// What the gate adds to a bind at low load.
        case latency
        /// Logins with password and code, against slapd's own overlay.
        case codes
        /// Logins with app passwords, against plain binds.
        case apppasswords
        /// A dump of the whole platform through the gate.
        case search
        /// Binds the gate passes on, against another proxy.
        case ldapproxy
        /// The gate's memory with many idle connections.
        case idle
        /// A change of the key everything is sealed under.
        case rotation
        /// A large upload: its plan, and its writes against `ldapadd`.
        case imports = "import"
        /// The portal's dashboard under load, and very many activations at once.
        case portal
    }

    private let names: Set<Name>
    /// How often each measurement is repeated.
    let runs: Int

    init(_ arguments: [String]) throws {
        var rest = arguments
        var runs = 5
        if let place = rest.firstIndex(of: "--runs") {
            guard place + 1 < rest.count, let number = Int(rest[place + 1]), number > 0 else { throw Self.usage }
            runs = number
            rest.removeSubrange(place...(place + 1))
        }
        self.runs = runs
        names = Set(
            try rest.map { text in
                guard let name = Name(rawValue: text) else { throw Self.usage }
                return name
            }
        )
    }

    /// Whether any of these is wanted; without names everything is.
    func wants(_ some: Name...) -> Bool { names.isEmpty || some.contains(where: names.contains) }

    private static var usage: BenchmarkFailure {
        BenchmarkFailure(
            "usage: pamong-benchmarks [--runs N] [NAME …], the names being "
                + Name.allCases.map(\.rawValue).joined(separator: ", ")
        )
    }
}

/// A measurement that could not be made.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
