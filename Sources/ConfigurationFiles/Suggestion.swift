/// "Did you mean …": the nearest of the names that would have been right.
package enum Suggestion {
    /// The candidate that needs the fewest edits, when few enough that it was probably meant; compared without case.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let word = word.lowercased()
        let ranked = candidates.map { (name: $0, distance: distance(word, $0.lowercased())) }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return best.distance <= max(2, word.count / 3) ? best.name : nil
    }

    /// The Levenshtein distance: insertions, deletions and replacements that turn one text into the other.
    package static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let replaced = diagonal + (character == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[right.count]
    }
}
