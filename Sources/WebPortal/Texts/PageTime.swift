internal import DirectoryModel
internal import Foundation

/// Days and times as people read them: "26 Januari 2026 14.05.09".
struct PageTime: Sendable {
    let timeZone: TimeZone
    let language: Language

    func text(_ time: Timestamp) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let date = Date(timeIntervalSince1970: Double(time.unixSeconds))
        let parts = calendar.dateComponents([.hour, .minute, .second], from: date)
        let clock = [parts.hour, parts.minute, parts.second].map { part in
            let part = part ?? 0
            return part < 10 ? "0\(part)" : "\(part)"
        }
        let day = PageDate(timeZone: timeZone, language: language).text(time)
        return "\(day) \(clock.joined(separator: language == .indonesian ? "." : ":"))"
    }
}
