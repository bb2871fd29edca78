internal import Foundation
internal import Yams

/// A configuration file's outline: which keys stand in which lines. What is in them is swift-configuration's to read;
/// that library does not tell of keys nobody asks for, and those are what a person mistypes.
package struct ConfigurationOutline {
    /// Its path, as it was given.
    package let path: String
    /// Key to line, counted from 1.
    package private(set) var lines: [String: Int] = [:]
    /// Keys that hold a list.
    private var lists: Set<String> = []

    /// Reads the outline; throws ``ConfigurationError`` for what is no YAML mapping.
    package init(path: String) throws(ConfigurationError) {
        self.path = path
        let root: Node?
        do {
            root = try compose(yaml: String(contentsOf: URL(filePath: path), encoding: .utf8))
        } catch let error as YamlError {
            throw Self.refusal(path, "is not YAML: \(error)")
        } catch {
            throw Self.refusal(path, "cannot be read: \(error.localizedDescription)")
        }
        guard let mapping = root?.mapping else { throw Self.refusal(path, "holds no keys") }
        outline(mapping, prefix: "")
    }

    /// Where a key stands.
    func place(of key: String) -> String {
        lines[key].map { "\(path):\($0)" } ?? path
    }

    /// Keys that are not among `Keys`, and keys that hold a list where a single value belongs.
    func problems<Keys: ConfigurationKeys>(among keys: Keys.Type) -> [ConfigurationError.Problem] {
        let known = Set(Keys.allCases.map(\.rawValue))
        return lines.keys.sorted { (lines[$0] ?? 0, $0) < (lines[$1] ?? 0, $1) }.compactMap { key in
            if !known.contains(key) {
                return .init(place: place(of: key), key: key, message: Self.unknown(key, known: known))
            }
            guard lists.contains(key) else { return nil }
            return .init(place: place(of: key), key: key, message: "is a list; a single value is allowed")
        }
    }

    private static func unknown(_ key: String, known: Set<String>) -> String {
        let hint = Suggestion.nearest(to: key, among: known).map { "; did you mean \($0)?" } ?? ""
        let section = topLevel(key) ?? key
        let siblings = known.filter { $0.hasPrefix(section + ".") }.sorted()
        let allowed = siblings.isEmpty ? Set(known.compactMap(topLevel)).sorted() : siblings
        return "there is no such key\(hint.isEmpty ? "; allowed are \(allowed.joined(separator: ", "))" : hint)"
    }

    private static func topLevel(_ key: String) -> String? { key.split(separator: ".").first.map(String.init) }

    private mutating func outline(_ mapping: Node.Mapping, prefix: String) {
        for (key, value) in mapping {
            let name = prefix + (key.string ?? "?")
            if let inner = value.mapping {
                outline(inner, prefix: name + ".")
            } else {
                lines[name] = key.mark?.line ?? 1
                if value.sequence != nil { lists.insert(name) }
            }
        }
    }

    private static func refusal(_ path: String, _ message: String) -> ConfigurationError {
        ConfigurationError(problems: [.init(place: path, key: "file", message: message)])
    }
}
