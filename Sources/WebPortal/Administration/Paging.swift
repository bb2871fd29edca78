internal import Hummingbird
internal import Reports

/// Which part of a long list a page shows, and the way to the others.
struct Paging: Sendable, Hashable {
    /// The page, from 1.
    let number: Int
    let size: Int

    /// From the query's `halaman`; the first for anything that is no page.
    init(_ request: Request, size: Int) {
        self.init(number: request.uri.queryParameters["halaman"].flatMap { Int($0) } ?? 1, size: size)
    }

    init(number: Int, size: Int) {
        self.number = min(max(number, 1), 1_000_000)
        self.size = size
    }

    /// The places of the list on this page, from 0.
    var part: Range<Int> { ((number - 1) * size)..<(number * size) }

    /// For the template `pager`: where this is, and links where there is more. `link` is the page without its number.
    func values(total: Int, link: String, _ style: ReportStyle) -> [String: Any] {
        let last = max(1, (total + size - 1) / size)
        var values: [String: Any] = [:]
        guard last > 1 || number > 1 else { return values }
        let language = Language(style)
        values["hasPages"] = true
        values["pageNumber"] = HoldsText.pageOf.text(in: language, "n", style.number(number))
            .replacing("{jumlah}", with: style.number(last))
        let separator = link.contains("?") ? "&" : "?"
        if number > 1 { values["previousLink"] = "\(link)\(separator)halaman=\(min(number - 1, last))" }
        if number < last { values["nextLink"] = "\(link)\(separator)halaman=\(number + 1)" }
        return values
    }
}
