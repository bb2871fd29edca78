/// A text that is looked for in many megabytes, by Horspool's way (R. N. Horspool, "Practical fast searching in strings", 1980): a
/// byte that is not in the text lets the search leap by the text's whole length.
struct SearchedText: Sendable {
    private let bytes: [UInt8]
    /// How far to go on when this byte stands where the text would end.
    private let leaps: [Int]

    init(_ text: String) {
        bytes = Array(text.utf8)
        var leaps = [Int](repeating: bytes.count, count: 256)
        for (index, byte) in bytes.dropLast().enumerated() { leaps[Int(byte)] = bytes.count - 1 - index }
        self.leaps = leaps
    }

    /// Where the text begins; `nil` when it is not there, or is empty.
    func firstIndex(in place: ArraySlice<UInt8>) -> Int? {
        let offset = place.withUnsafeBytes { place in
            leaps.withUnsafeBufferPointer { leaps in bytes.withUnsafeBytes { Self.search($0, in: place, leaps) } }
        }
        return offset.map { place.startIndex + $0 }
    }

    private static func search(
        _ text: UnsafeRawBufferPointer,
        in place: UnsafeRawBufferPointer,
        _ leaps: UnsafeBufferPointer<Int>
    ) -> Int? {
        guard let last = text.last else { return nil }
        var end = text.count - 1
        while end < place.count {
            let begin = end - (text.count - 1)
            if place[end] == last, place[begin...end].elementsEqual(text) { return begin }
            end += leaps[Int(place[end])]
        }
        return nil
    }
}
