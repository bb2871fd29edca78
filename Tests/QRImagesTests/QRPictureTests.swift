import DirectoryModel
import Foundation
import LocalStack
import QRImages
import Testing
import TwoFactor

/// What a phone would see: pictures are decoded by an independent program, `zbarimg`.
struct QRPictureTests {
    private let uri: SecretBytes
    private let code: QRCode

    init() throws {
        let secret = try TOTPSecret(
            key: SecretBytes("12345678901234567890"),
            generation: 1,
            enrolledAt: Timestamp(microseconds: 1_769_360_400_000_000)
        )
        uri = try secret.enrolmentURI(issuer: "Mail Instansi", account: "budi@mail.go.id")
        code = try uri.withBytes { try QRCode(encoding: $0) }
    }

    @Test func `a PNG is read back as the URI`() async throws {
        let read = try await decoded(code.png(scale: 4))
        let expected = uri.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(read == expected)
    }

    @Test func `codes of every length are read back`() async throws {
        for length in [1, 20, 150, 600, 1500] {
            let text = String((0..<length).map { Character(UnicodeScalar(UInt8(0x41 + $0 % 26))) })
            let code = try Array(text.utf8).withUnsafeBytes { try QRCode(encoding: $0) }
            let read = try await decoded(code.png(scale: 3))
            #expect(read == text)
        }
    }

    @Test func `the SVG shows the modules of the code on its own white square`() throws {
        let svg = code.svg(label: "Kode \"QR\" <2FA>")
        let side = code.size + 2 * QRCode.quietZone
        #expect(svg.contains("viewBox=\"0 0 \(side) \(side)\""))
        #expect(svg.contains("<rect width=\"\(side)\" height=\"\(side)\" fill=\"#fff\"/>"))
        #expect(svg.contains("aria-label=\"Kode &quot;QR&quot; &lt;2FA&gt;\""))
        #expect(!svg.contains("script") && !svg.contains("style") && !svg.contains("href"))
        #expect(try grid(ofSVG: svg, side: side) == grid(of: code))
    }

    @Test func `the SVG's modules are read back as the URI`() async throws {
        let side = code.size + 2 * QRCode.quietZone
        let pixels = try grid(ofSVG: code.svg(), side: side).flatMap { row in
            let line = row.flatMap { [UInt8](repeating: $0 ? 0 : 255, count: 4) }
            return (0..<4).flatMap { _ in line }
        }
        let read = try await decoded(Array("P5 \(side * 4) \(side * 4) 255\n".utf8) + pixels, suffix: "pgm")
        let expected = uri.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(read == expected)
    }

    @Test func `the terminal shows the same modules, with colours of its own`() throws {
        let lines = code.terminal.split(separator: "\n").map(String.init)
        let side = code.size + 2 * QRCode.quietZone
        #expect(lines.count == (side + 1) / 2)
        #expect(lines.allSatisfy { $0.hasPrefix("\u{1B}[38;5;16;48;5;231m") && $0.hasSuffix("\u{1B}[0m") })
        let rows = lines.flatMap { line in
            let cells = line.dropFirst("\u{1B}[38;5;16;48;5;231m".count).dropLast("\u{1B}[0m".count)
            return [cells.map { "▀█".contains($0) }, cells.map { "▄█".contains($0) }]
        }
        #expect(Array(rows.prefix(side)) == grid(of: code))
        #expect(rows.dropFirst(side).allSatisfy { !$0.contains(true) })
    }

    @Test func `a quiet zone of four light modules surrounds the code`() {
        let rows = grid(of: code)
        #expect(rows.prefix(4).allSatisfy { !$0.contains(true) } && rows.suffix(4).allSatisfy { !$0.contains(true) })
        #expect(rows.allSatisfy { !$0.prefix(4).contains(true) && !$0.suffix(4).contains(true) })
        #expect(rows[4][4] && rows[4][10] && !rows[5][5], "the finder pattern begins right after it")
    }

    @Test func `what no code can hold is refused`() throws {
        #expect(throws: QRCodeError.self) { try QRCode(encoding: UnsafeRawBufferPointer(start: nil, count: 0)) }
        #expect(throws: QRCodeError.self) {
            try [UInt8](repeating: 65, count: 2332).withUnsafeBytes { try QRCode(encoding: $0) }
        }
        let largest = try [UInt8](repeating: 65, count: 2331).withUnsafeBytes { try QRCode(encoding: $0) }
        #expect(largest.size == 177)
    }

    @Test(arguments: [0, -1, 33]) func `a scale out of range is refused`(scale: Int) {
        #expect(throws: QRCodeError.self) { try code.png(scale: scale) }
    }

    @Test func `a code prints as dots`() {
        #expect("\(code)" == "••••••")
        #expect(String(reflecting: code) == "••••••")
        var dumped = ""
        dump(code, to: &dumped)
        #expect(!dumped.contains("size") && !dumped.contains("grid"))
    }

    // MARK: - Reading

    private func grid(of code: QRCode) -> [[Bool]] {
        let range = -QRCode.quietZone..<(code.size + QRCode.quietZone)
        return range.map { row in range.map { code.isDark(row: row, column: $0) } }
    }

    /// Draws the path's rectangles `M x y h n v1 h-n z`.
    private func grid(ofSVG svg: String, side: Int) throws -> [[Bool]] {
        let path = try #require(svg.firstMatch(of: /d="([^"]*)"/)).1
        var rows = [[Bool]](repeating: [Bool](repeating: false, count: side), count: side)
        var drawn = 0
        for run in path.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let (x, y, width) = (try #require(Int(run.1)), try #require(Int(run.2)), try #require(Int(run.3)))
            #expect(run.3 == run.4)
            for column in x..<(x + width) { rows[y][column] = true }
            drawn += run.0.count
        }
        #expect(drawn == path.count, "nothing but runs is drawn")
        return rows
    }

    private func decoded(_ picture: [UInt8], suffix: String = "png") async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("qr-\(UUID().uuidString)")
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false, attributes: attributes)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("code.\(suffix)")
        try Data(picture).write(to: file)
        let text = try await ShortCommand(
            "/usr/bin/zbarimg",
            ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file.path]
        ).run()
        return String(text.dropLast())
    }
}
