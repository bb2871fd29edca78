public import Foundation

/// The forms a report can take.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable, Codable {
    /// Aligned columns for a terminal.
    case table
    /// For programs; times in UTC.
    case json
    /// For spreadsheets.
    case csv
    /// A chart.
    case svg
    /// One page that needs nothing else: to look at, to print, to send.
    case html

    /// What an HTTP answer of this form is labelled with.
    public var mediaType: String {
        switch self {
        case .table: "text/plain; charset=utf-8"
        case .json: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .svg: "image/svg+xml"
        case .html: "text/html; charset=utf-8"
        }
    }
}

/// The languages a report is written in. JSON and CSV are for programs and do not depend on it.
public enum ReportLanguage: String, Sendable, Hashable, CaseIterable, Codable {
    /// English.
    case english = "en"
    /// Indonesian, with the words of the existing dashboard.
    case indonesian = "id"

    func callAsFunction(_ english: String, _ indonesian: String) -> String {
        self == .english ? english : indonesian
    }
}

/// How a report is worded for people.
public struct ReportStyle: Sendable, Hashable {
    /// The language of headings and numbers.
    public var language: ReportLanguage
    /// The zone times are shown in.
    public var zone: TimeZone
    /// Whether a chart carries its colours along, as one must that is sent or kept. On a page that forbids that, they come from
    /// ``chartRules``.
    public var embedsChartRules = true

    /// English times of Jakarta unless told otherwise.
    public init(language: ReportLanguage = .english, zone: TimeZone = ReportTime.defaultZone) {
        self.language = language
        self.zone = zone
    }

    /// The rules, as CSS, that give charts their colours, light and dark.
    public static var chartRules: String { ChartPalette.css }
}

/// A report that can be written down.
public protocol Report: Sendable, Codable {
    /// Aligned columns for a terminal, with a newline at the end.
    func table(_ style: ReportStyle) -> String
    /// The JSON of the report, its members in reading order.
    var jsonValue: JSONValue { get }
    /// RFC 4180 with a header line.
    func csv() -> String
    /// A chart; `nil` when there is nothing a chart would show.
    func svg(_ style: ReportStyle) -> String?
    /// A page; `nil` for what nobody reads as a page.
    func html(_ style: ReportStyle) -> String?
}

extension Report {
    /// JSON text with a newline at the end.
    public func json() -> String { jsonValue.text + "\n" }

    /// The report in any form. Throws ``ReportError`` (`noSuchFormat`) for one it does not have.
    public func rendered(as format: ReportFormat, style: ReportStyle = ReportStyle()) throws -> String {
        let text: String? =
            switch format {
            case .table: table(style)
            case .json: json()
            case .csv: csv()
            case .svg: svg(style)
            case .html: html(style)
            }
        guard let text else {
            throw ReportError(.noSuchFormat, "this report cannot be shown as \(format.rawValue)")
        }
        return text
    }
}
