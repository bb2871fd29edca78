/// A filter (RFC 7644, section 3.4.2.2), read and not yet held against anything.
indirect enum SCIMFilter: Sendable {
    enum Comparison: String, Sendable, CaseIterable { case eq, ne, co, sw, ew, gt, ge, lt, le }

    case and(SCIMFilter, SCIMFilter)
    case or(SCIMFilter, SCIMFilter)
    case not(SCIMFilter)
    case present(SCIMPath)
    case compare(SCIMPath, Comparison, JSONValue)
}

extension SCIMFilter {
    /// Whether a resource matches. Texts compare without regard to case, as the directory compares them.
    func matches(_ resource: JSONValue) -> Bool {
        switch self {
        case .and(let left, let right): left.matches(resource) && right.matches(resource)
        case .or(let left, let right): left.matches(resource) || right.matches(resource)
        case .not(let filter): !filter.matches(resource)
        case .present(let path): !Self.values(at: path.names, in: resource).isEmpty
        case .compare(let path, .ne, let value):
            !Self.values(at: path.names, in: resource).contains { Self.holds($0, .eq, value) }
        case .compare(let path, let comparison, let value):
            Self.values(at: path.names, in: resource).contains { Self.holds($0, comparison, value) }
        }
    }

    private static func values(at names: [String], in value: JSONValue) -> [JSONValue] {
        guard let name = names.first else {
            // A complex value without a name of its own is compared by its `value`.
            return value.elements.compactMap { $0.members == nil ? $0 : $0["value"] }
        }
        return value.elements.flatMap { element in
            element[name].map { values(at: Array(names.dropFirst()), in: $0) } ?? []
        }
    }

    private static func holds(_ left: JSONValue, _ comparison: Comparison, _ right: JSONValue) -> Bool {
        if let left = left.text?.lowercased(), let right = right.text?.lowercased() {
            return holds(left, comparison, right)
        }
        if let left = left.whole, let right = right.whole { return holds(ordered: left, comparison, right) }
        return comparison == .eq && left == right
    }

    private static func holds(_ left: String, _ comparison: Comparison, _ right: String) -> Bool {
        switch comparison {
        case .co: left.contains(right)
        case .sw: left.hasPrefix(right)
        case .ew: left.hasSuffix(right)
        default: holds(ordered: left, comparison, right)
        }
    }

    private static func holds<Value: Comparable>(ordered left: Value, _ comparison: Comparison, _ right: Value) -> Bool
    {
        switch comparison {
        case .eq: left == right
        case .ne: left != right
        case .gt: left > right
        case .ge: left >= right
        case .lt: left < right
        case .le: left <= right
        case .co, .sw, .ew: false
        }
    }
}
