internal import DirectoryModel
internal import Foundation

/// Days as people read them: "26 Januari 2026".
struct PageDate: Sendable {
    let timeZone: TimeZone
    let language: Language

    private static let indonesian = [
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ]
    private static let english = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    func text(_ time: Timestamp) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let date = Date(timeIntervalSince1970: Double(time.unixSeconds))
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        let months = language == .indonesian ? Self.indonesian : Self.english
        return "\(parts.day ?? 1) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 1970)"
    }

    /// With the time of day: "26 Januari 2026, 14.05".
    func textWithTime(_ time: Timestamp) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let date = Date(timeIntervalSince1970: Double(time.unixSeconds))
        let parts = calendar.dateComponents([.hour, .minute], from: date)
        let minute = "\(parts.minute ?? 0)"
        let separator = language == .indonesian ? "." : ":"
        return "\(text(time)), \(parts.hour ?? 0)\(separator)\(minute.count == 1 ? "0" : "")\(minute)"
    }
}
