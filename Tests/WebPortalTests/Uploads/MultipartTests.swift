import Testing

@testable import WebPortal

/// Forms with files, byte by byte.
struct MultipartTests {
    /// What is read of a body that comes in pieces.
    private static func read(_ bytes: [UInt8], pieces: [Int]) throws -> [MultipartReader.Event] {
        var reader = try MultipartReader(contentType: MultipartBody.contentType)
        var events: [MultipartReader.Event] = []
        var (rest, next) = (bytes[...], 0)
        while !rest.isEmpty {
            let size = pieces[next % pieces.count]
            events += try reader.take(rest.prefix(size))
            (rest, next) = (rest.dropFirst(size), next + 1)
        }
        try reader.finish()
        return events.reduce(into: []) { joined, event in
            if case .data(let more) = event, case .data(let before)? = joined.last {
                joined[joined.count - 1] = .data(before + more)
            } else {
                joined.append(event)
            }
        }
    }

    @Test(arguments: [[1], [2], [3, 1], [7], [1 << 20]])
    func `a form reads the same in pieces of any size`(pieces: [Int]) throws {
        let tricky = Array("\r\n--\(MultipartBody.boundary.dropLast())\r\r\n\r\n-".utf8) + [0, 255, 13]
        let body = MultipartBody.of([("token", "abc"), ("empty", "")], file: ("file", "daftar \"a\".csv", tricky))
        // Browsers write quotes in a name as %22.
        let sent = Array(String(decoding: body, as: UTF8.self).utf8)
        #expect(throws: MultipartReader.Malformed.self) { try Self.read(sent, pieces: pieces) }
        let good = MultipartBody.of([("token", "abc"), ("empty", "")], file: ("file", "daftar %22a%22.csv", tricky))
        #expect(
            try Self.read(Array("preamble\r\n".utf8) + good + Array("epilogue".utf8), pieces: pieces) == [
                .part(name: "token", fileName: nil), .data(Array("abc".utf8)), .endOfPart,
                .part(name: "empty", fileName: nil), .endOfPart,
                .part(name: "file", fileName: "daftar \"a\".csv"), .data(tricky), .endOfPart,
            ]
        )
    }

    @Test func `whatever bytes come, what was sent is read, and nothing else`() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("\r\n-ab\(MultipartBody.boundary)".utf8)
        for _ in 0..<300 {
            let content = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                Bool.random(using: &random) ? alphabet.randomElement() ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            let whole = Array("\r\n--\(MultipartBody.boundary)".utf8)
            guard content.firstRange(of: whole) == nil else { continue }
            let body = MultipartBody.of([("token", "t")], file: ("file", "f.csv", content))
            let pieces = (0..<3).map { _ in Int.random(in: 1...40, using: &random) }
            #expect(
                try Self.read(body, pieces: pieces).suffix(2) == [.data(content), .endOfPart],
                "\(content) \(pieces)"
            )
        }
    }

    @Test func `bytes that are no form are an error, and never more than what came`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var body = MultipartBody.of([("token", "t")], file: ("file", "f.csv", Array("a,b\r\n".utf8)))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<body.count, using: &random)
                body[place] = UInt8.random(in: 0...255, using: &random)
            }
            let events = (try? Self.read(body, pieces: [13])) ?? []
            let length = events.reduce(0) { if case .data(let bytes) = $1 { $0 + bytes.count } else { $0 } }
            #expect(length <= body.count)
        }
    }

    @Test func `what is no form, or none of ours, is refused`() throws {
        for type in [
            "", "text/csv", "multipart/mixed; boundary=x", "multipart/form-data", "multipart/form-data; boundary=",
        ] {
            #expect(throws: MultipartReader.Malformed.self) { try MultipartReader(contentType: type) }
        }
        #expect(MultipartReader.boundary(of: "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"") == "a b")
        let start = "--\(MultipartBody.boundary)\r\n"
        let bad = [
            "", "a=b", start, start + "Content-Disposition: form-data; name=\"a\"\r\n\r\nxyz",
            start + "Content-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--\(MultipartBody.boundary)--",
            start + "Content-Disposition: form-data\r\n\r\nx\r\n--\(MultipartBody.boundary)--",
            start + "X: \(String(repeating: "x", count: 9000))",
            String(repeating: start + "Content-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n", count: 17),
        ]
        for text in bad {
            #expect(throws: MultipartReader.Malformed.self, "\(text.prefix(80))") {
                try Self.read(Array(text.utf8), pieces: [64])
            }
        }
    }
}
