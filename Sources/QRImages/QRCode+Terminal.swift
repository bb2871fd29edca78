extension QRCode {
    /// The code for a terminal: two rows of modules in one line of half blocks, each line ending with a line feed. Colours
    /// are set explicitly (ECMA-48 SGR with the 256-colour values 16 and 231), so that it is black on white and scans on
    /// dark terminals and under themes that redefine the basic colours.
    public var terminal: String {
        stride(from: paddedRange.lowerBound, to: paddedRange.upperBound, by: 2).map { row in
            "\u{1B}[38;5;16;48;5;231m" + paddedRange.map { halfBlocks(row: row, column: $0) }.joined() + "\u{1B}[0m\n"
        }.joined()
    }

    /// The padded side is odd, so the last line's lower half lies outside and is light like the quiet zone.
    private func halfBlocks(row: Int, column: Int) -> String {
        switch (isDark(row: row, column: column), isDark(row: row + 1, column: column)) {
        case (false, false): " "
        case (true, false): "▀"
        case (false, true): "▄"
        case (true, true): "█"
        }
    }
}
