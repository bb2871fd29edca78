/// The colours of charts. Each pair of light and dark has the same hue and a contrast of at least 3:1 to its background
/// (WCAG 2.2, 1.4.11); lines are told apart by their labels too, never by colour alone.
enum ChartPalette {
    /// Series take turns.
    static let series = [
        (light: "#1d5fbf", dark: "#6ea8fe"), (light: "#0b7a6f", dark: "#3fcfbb"), (light: "#b45309", dark: "#f5b14c"),
        (light: "#7a3fc4", dark: "#b794f6"), (light: "#be185d", dark: "#f472b6"), (light: "#4d7c0f", dark: "#a3d65c"),
    ]

    static func series(_ index: Int) -> Int { index % series.count }

    static let css =
        ".chart{font:13px system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\",\"DejaVu Sans\",sans-serif;"
        + "font-variant-numeric:tabular-nums}" + rules(\.light, .light)
        + ".chart .title{font-size:16px;font-weight:600}"
        + ".chart .strong{font-weight:600}.chart .small{font-size:12px}.chart .line{fill:none;stroke-width:2.5;"
        + "stroke-linejoin:round;stroke-linecap:round}.chart .guess{stroke-dasharray:1 6}"
        + ".chart .mark{stroke-dasharray:4 4}.chart .pale{fill-opacity:.45}"
        + "@media screen and (prefers-color-scheme:dark){" + rules(\.dark, .dark) + "}"

    private static func rules(_ shade: KeyPath<(light: String, dark: String), String>, _ ink: Ink) -> String {
        var rules =
            ".chart .paper{fill:\(ink.paper)}.chart text{fill:\(ink.text)}.chart .muted{fill:\(ink.muted)}"
            + ".chart .grid{stroke:\(ink.grid)}.chart .axis,.chart .mark{stroke:\(ink.muted)}.chart .track{fill:\(ink.grid)}"
            + ".chart .good{fill:\(ink.good)}.chart .bad{fill:\(ink.bad)}"
        for (index, pair) in series.enumerated() {
            let colour = pair[keyPath: shade]
            rules += ".chart .line.s\(index){stroke:\(colour)}.chart .s\(index):not(.line){fill:\(colour)}"
        }
        return rules
    }

    private struct Ink {
        let paper: String
        let text: String
        let muted: String
        let grid: String
        let good: String
        let bad: String

        static let light = Ink(
            paper: "#ffffff",
            text: "#1b2430",
            muted: "#5b6675",
            grid: "#e4e8ee",
            good: "#0b7a6f",
            bad: "#c2303a"
        )
        static let dark = Ink(
            paper: "#171d27",
            text: "#e8ecf2",
            muted: "#9aa6b5",
            grid: "#2c3644",
            good: "#3fcfbb",
            bad: "#ff7b82"
        )
    }
}
