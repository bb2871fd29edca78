internal import Configuration
internal import Foundation

/// The raw texts of a configuration, read into types one by one. What cannot be read is noted with its place, its key
/// and what is allowed, and the default is handed out so that reading goes on to the next problem.
struct ConfigurationValues {
    private let reader: ConfigReader
    private let environment: [String: String]
    private let file: ConfigurationFile
    private(set) var problems: [ConfigurationError.Problem] = []

    init(reader: ConfigReader, environment: [String: String], file: ConfigurationFile) {
        self.reader = reader
        self.environment = environment
        self.file = file
    }

    /// The text of a key; an empty one counts as not set.
    func text(_ key: ConfigurationKey) -> String? {
        reader.string(forKey: ConfigKey(key.rawValue)).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Notes that a key's value cannot be used.
    mutating func refuse(_ key: ConfigurationKey, _ message: String) {
        problems.append(.init(place: place(of: key), key: key.rawValue, message: message))
    }

    /// A value made from text by `parse`, which answers `nil` for what is not allowed.
    mutating func value<Value>(
        _ key: ConfigurationKey,
        _ fallback: Value,
        allowed: String,
        _ parse: (String) -> Value?
    ) -> Value {
        guard let text = text(key) else { return fallback }
        if let value = parse(text) { return value }
        refuse(key, "'\(text)' is not \(allowed)")
        return fallback
    }

    /// A text that must be there.
    mutating func required(_ key: ConfigurationKey, _ what: String) -> String {
        if let text = text(key) { return text }
        refuse(key, "is missing: \(what)")
        return ""
    }

    mutating func flag(_ key: ConfigurationKey, _ fallback: Bool) -> Bool {
        value(key, fallback, allowed: "true or false") {
            ["true": true, "yes": true, "false": false, "no": false][$0.lowercased()]
        }
    }

    mutating func duration(_ key: ConfigurationKey, _ fallback: Duration, atLeast least: Duration = .zero) -> Duration {
        let allowed = DurationText.allowed + (least > .zero ? ", at least \(DurationText.format(least))" : "")
        return value(key, fallback, allowed: allowed) { DurationText.parse($0).flatMap { $0 >= least ? $0 : nil } }
    }

    mutating func count(_ key: ConfigurationKey, _ fallback: Int, in range: ClosedRange<Int>) -> Int {
        value(key, fallback, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func share(_ key: ConfigurationKey, _ fallback: Double) -> Double {
        value(key, fallback, allowed: "a share from 0 to 1, such as 0.1 for a tenth") {
            Double($0).flatMap { (0...1).contains($0) ? $0 : nil }
        }
    }

    mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: ConfigurationKey, _ fallback: Value) -> Value
    where Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue)
        return value(key, fallback, allowed: "one of \(names.joined(separator: ", "))") {
            Value(rawValue: $0.lowercased())
        }
    }

    /// An absolute path; relative ones would depend on where a command happens to be started.
    mutating func path(_ key: ConfigurationKey) -> String? {
        value(key, nil, allowed: "an absolute path") { $0.hasPrefix("/") ? .some($0) : nil }
    }

    /// The path of a file that holds a secret; checked for being readable by its owner alone.
    mutating func secretFile(_ key: ConfigurationKey) -> String? {
        guard let path = path(key) else { return nil }
        if let refusal = SecretFile.refusal(of: path) { refuse(key, refusal) }
        return path
    }

    private func place(of key: ConfigurationKey) -> String {
        if environment[key.environmentName] != nil { return key.environmentName }
        return file.place(of: key.rawValue)
    }
}
