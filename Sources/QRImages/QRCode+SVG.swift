extension QRCode {
    /// The code as SVG to be put into a page: no script, no style, no reference to anything outside, and a white
    /// square of its own so that it scans on a dark page too. It has no size but a `viewBox`; the page decides.
    ///
    /// - Parameter label: what a screen reader says instead of the picture; never the text of the code.
    public func svg(label: String = "QR") -> String {
        let side = paddedRange.count
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" role="img" \
            aria-label="\(Self.escaped(label))" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path fill="#000" d="\(svgPath)"/></svg>
            """
    }

    /// One rectangle for each run of dark modules in a row.
    private var svgPath: String {
        (0..<size).flatMap { row in
            darkRuns(inRow: row).map { run in
                "M\(run.lowerBound + Self.quietZone) \(row + Self.quietZone)h\(run.count)v1h-\(run.count)z"
            }
        }.joined()
    }

    private func darkRuns(inRow row: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for column in 0..<size where isDark(row: row, column: column) {
            if let last = runs.last, last.upperBound == column {
                runs[runs.count - 1] = last.lowerBound..<(column + 1)
            } else {
                runs.append(column..<(column + 1))
            }
        }
        return runs
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
