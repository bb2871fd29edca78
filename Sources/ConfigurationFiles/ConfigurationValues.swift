internal import Configuration
internal import Foundation

/// The raw texts of a configuration, read into types one by one. What cannot be read is noted with its place, its key
/// and what is allowed, and the default is handed out so that reading goes on to the next problem.
package struct ConfigurationValues<Key: ConfigurationKeys> {
    private let reader: ConfigReader
    private let environment: [String: String]
    private let file: ConfigurationOutline
    package private(set) var problems: [ConfigurationError.Problem] = []

    init(reader: ConfigReader, environment: [String: String], file: ConfigurationOutline) {
        self.reader = reader
        self.environment = environment
        self.file = file
    }

    /// The text of a key; an empty one counts as not set.
    package func text(_ key: Key) -> String? {
        reader.string(forKey: ConfigKey(key.rawValue)).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Notes that a key's value cannot be used.
    package mutating func refuse(_ key: Key, _ message: String) {
        problems.append(.init(place: place(of: key), key: key.rawValue, message: message))
    }

    /// A value made from text by `parse`, which answers `nil` for what is not allowed.
    package mutating func value<Value>(
        _ key: Key,
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
    package mutating func required(_ key: Key, _ what: String) -> String {
        if let text = text(key) { return text }
        refuse(key, "is missing: \(what)")
        return ""
    }

    /// A yes or no.
    package mutating func flag(_ key: Key, _ fallback: Bool) -> Bool {
        value(key, fallback, allowed: "true or false") {
            ["true": true, "yes": true, "false": false, "no": false][$0.lowercased()]
        }
    }

    /// A duration of at least `least`.
    package mutating func duration(_ key: Key, _ fallback: Duration, atLeast least: Duration = .zero) -> Duration {
        let allowed = DurationText.allowed + (least > .zero ? ", at least \(DurationText.format(least))" : "")
        return value(key, fallback, allowed: allowed) { DurationText.parse($0).flatMap { $0 >= least ? $0 : nil } }
    }

    /// A whole number within `range`.
    package mutating func count(_ key: Key, _ fallback: Int, in range: ClosedRange<Int>) -> Int {
        value(key, fallback, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A share between 0 and 1.
    package mutating func share(_ key: Key, _ fallback: Double) -> Double {
        value(key, fallback, allowed: "a share from 0 to 1, such as 0.1 for a tenth") {
            Double($0).flatMap { (0...1).contains($0) ? $0 : nil }
        }
    }

    /// One of the names of an enumeration, compared without case.
    package mutating func choice<Value: RawRepresentable & CaseIterable>(_ key: Key, _ fallback: Value) -> Value
    where Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue)
        return value(key, fallback, allowed: "one of \(names.joined(separator: ", "))") {
            Value(rawValue: $0.lowercased())
        }
    }

    /// An absolute path; relative ones would depend on where a command happens to be started.
    package mutating func path(_ key: Key) -> String? {
        value(key, nil, allowed: "an absolute path") { $0.hasPrefix("/") ? .some($0) : nil }
    }

    /// The path of a file that holds a secret; checked for being readable by its owner alone.
    package mutating func secretFile(_ key: Key) -> String? {
        guard let path = path(key) else { return nil }
        if let refusal = SecretFile.refusal(of: path) { refuse(key, refusal) }
        return path
    }

    private func place(of key: Key) -> String {
        if environment[key.environmentName] != nil { return key.environmentName }
        return file.place(of: key.rawValue)
    }
}
