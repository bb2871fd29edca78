internal import Glibc

/// Reads `multipart/form-data` (RFC 7578, RFC 2046 section 5.1) piece by piece, so that a file of any length takes the memory of
/// one piece. No package for it is at hand; this is as much of it as one form with a file needs, and it refuses the rest.
struct MultipartReader {
    /// What a piece brought.
    enum Event: Hashable, Sendable {
        /// A field or file begins; `fileName` is what the browser calls the file.
        case part(name: String, fileName: String?)
        /// More of it.
        case data([UInt8])
        /// It is complete.
        case endOfPart
    }

    /// The body is no form, or not one of ours.
    struct Malformed: Error, Hashable {
        let reason: String
    }

    private enum State {
        case preamble, afterDelimiter, headers, body, epilogue
    }

    static let longestHeaders = 8192
    static let mostParts = 16
    private static let lineEnd: [UInt8] = [13, 10]

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var buffer: [UInt8] = MultipartReader.lineEnd  // the first delimiter may stand at the very beginning
    private var position = 0
    private var parts = 0

    /// - Parameter contentType: the request's header, which names the boundary. Throws ``Malformed``.
    init(contentType: String) throws(Malformed) {
        guard let boundary = Self.boundary(of: contentType) else {
            throw Malformed(reason: "the request is no multipart/form-data")
        }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Takes the next bytes and answers what is in them. Throws ``Malformed``.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(Malformed) -> [Event] {
        buffer.append(contentsOf: bytes)
        var events: [Event] = []
        while try advance(&events) {}
        buffer.removeFirst(position)
        position = 0
        return events
    }

    /// To be called at the end of the body. Throws ``Malformed`` when it ended before its time.
    func finish() throws(Malformed) {
        guard case .epilogue = state else { throw Malformed(reason: "the form ends before its last boundary") }
    }

    /// Takes one step; `false` when more bytes are needed first.
    private mutating func advance(_ events: inout [Event]) throws(Malformed) -> Bool {
        switch state {
        case .preamble, .body: return advanceContent(&events)
        case .afterDelimiter: return try advanceDelimiter()
        case .headers: return try advanceHeaders(&events)
        case .epilogue:
            position = buffer.count
            return false
        }
    }

    private mutating func advanceContent(_ events: inout [Event]) -> Bool {
        let found = place(of: delimiter)
        // What could be the beginning of a delimiter waits for the rest.
        let end = found ?? max(position, buffer.count - delimiter.count + 1)
        if case .body = state, end > position { events.append(.data(Array(buffer[position..<end]))) }
        position = end
        guard found != nil else { return false }
        if case .body = state { events.append(.endOfPart) }
        position += delimiter.count
        state = .afterDelimiter
        return true
    }

    private mutating func advanceDelimiter() throws(Malformed) -> Bool {
        guard buffer.count - position >= 2 else { return false }
        let next = Array(buffer[position..<position + 2])
        if next == Array("--".utf8) {
            state = .epilogue
        } else if next == Self.lineEnd {
            parts += 1
            guard parts <= Self.mostParts else { throw Malformed(reason: "too many fields") }
            state = .headers
        } else {
            throw Malformed(reason: "a boundary that is not followed by the end of its line")
        }
        // The line end stays: with it in front, headers end at the first empty line even when there are none.
        if case .epilogue = state { position += 2 }
        return true
    }

    private mutating func advanceHeaders(_ events: inout [Event]) throws(Malformed) -> Bool {
        guard let end = place(of: Self.lineEnd + Self.lineEnd) else {
            guard buffer.count - position <= Self.longestHeaders else { throw Malformed(reason: "too long headers") }
            return false
        }
        guard end - position <= Self.longestHeaders else { throw Malformed(reason: "too long headers") }
        let text = String(decoding: buffer[min(position + 2, end)..<end], as: UTF8.self)
        events.append(try PartHeaders(text).event)
        position = end + 4
        state = .body
        return true
    }

    private func place(of needle: [UInt8]) -> Int? {
        buffer.withUnsafeBytes { bytes -> Int? in
            guard let base = bytes.baseAddress else { return nil }
            var start = position
            while start + needle.count <= bytes.count {
                guard let hit = memchr(base + start, Int32(needle[0]), bytes.count - needle.count + 1 - start) else {
                    return nil
                }
                let place = UnsafeRawPointer(hit) - base
                if memcmp(base + place, needle, needle.count) == 0 { return place }
                start = place + 1
            }
            return nil
        }
    }

    /// `boundary=` of a media type: a token or a quoted string of at most 70 characters.
    static func boundary(of contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { $0.drop(while: \.isWhitespace) }
        guard parts.first?.lowercased().trimmingSuffix(" ") == "multipart/form-data" else { return nil }
        let named = parts.dropFirst().first { $0.lowercased().hasPrefix("boundary=") }
        let text = named?.dropFirst("boundary=".count).filter { $0 != "\"" }.trimmingSuffix(" ") ?? ""
        let isGood = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        return isGood && (1...70).contains(text.utf8.count) ? text : nil
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.last == suffix { text.removeLast() }
        return text
    }
}
