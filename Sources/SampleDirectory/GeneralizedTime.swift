/// Seconds since 1970 as GeneralizedTime in UTC (RFC 4517 section 3.3.13), `YYYYMMDDHHMMSSZ`; for the years 1970 to 2399.
func generalizedTime(_ seconds: Int) -> [UInt8] {
    let (year, month, day) = civilDate(daysSince1970: seconds / 86_400)
    let time = seconds % 86_400
    return [
        pair(year / 100), pair(year % 100), pair(month), pair(day), pair(time / 3_600), pair(time / 60 % 60),
        pair(time % 60),
    ].flatMap { [$0.0, $0.1] } + [UInt8(ascii: "Z")]
}

private func pair(_ number: Int) -> (UInt8, UInt8) {
    (UInt8(48 + number / 10), UInt8(48 + number % 10))
}

/// The Gregorian date of a day, by counting from 1 March of the year 0, so that a leap day is the last of its year.
private func civilDate(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let days = daysSince1970 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
}
