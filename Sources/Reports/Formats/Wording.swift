package import DirectoryModel
import Foundation

/// Numbers and times as people write them.
extension ReportStyle {
    /// Thousands apart: 128,992 in English, 128.992 in Indonesian.
    package func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (value < 0 ? "−" : "") + groups.joined(separator: language(",", "."))
    }

    /// With its sign: +12, −3, ±0.
    package func signed(_ value: Int) -> String {
        value == 0 ? "±0" : (value > 0 ? "+" : "") + number(value)
    }

    /// `2026-11-01`, with the time of day unless it is midnight.
    func shortTime(_ time: Timestamp) -> String {
        let parts = parts(time)
        let day = "\(parts.year ?? 0)-\(twoDigits(parts.month ?? 0))-\(twoDigits(parts.day ?? 0))"
        return isMidnight(time) ? day : "\(day) \(clock(parts, separator: ":"))"
    }

    /// `1 November 2026`, `1 Desember 2026`, with the time of day unless it is midnight.
    package func longTime(_ time: Timestamp) -> String {
        let parts = parts(time)
        let months = language(
            "January February March April May June July August September October November December",
            "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
        ).split(separator: " ")
        let day = "\(parts.day ?? 0) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0)"
        return isMidnight(time) ? day : "\(day), \(clock(parts, separator: language(":", "."))) \(zoneName(at: time))"
    }

    /// The days of a period: when it ends with a midnight, its last day is the one before.
    package func period(_ from: Timestamp, _ to: Timestamp) -> String {
        let last = isMidnight(to) && isMidnight(from) ? Timestamp(microseconds: to.microseconds - 1) : to
        let (first, end) = (longTime(from), isMidnight(from) && isMidnight(to) ? longDay(last) : longTime(to))
        return first == end ? first : "\(first) – \(end)"
    }

    /// WIB, WITA or WIT in Indonesia, the distance from UTC elsewhere.
    package func zoneName(at time: Timestamp) -> String {
        switch zone.identifier {
        case "Asia/Jakarta", "Asia/Pontianak": return "WIB"
        case "Asia/Makassar": return "WITA"
        case "Asia/Jayapura": return "WIT"
        default: break
        }
        let seconds = zone.secondsFromGMT(for: time.date)
        guard seconds != 0 else { return "UTC" }
        let minutes = abs(seconds) / 60
        return "UTC\(seconds < 0 ? "−" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    private func longDay(_ time: Timestamp) -> String {
        longTime(Timestamp(Calendar.gregorian(in: zone).startOfDay(for: time.date)))
    }

    private func isMidnight(_ time: Timestamp) -> Bool {
        Timestamp(Calendar.gregorian(in: zone).startOfDay(for: time.date)) == time
    }

    private func parts(_ time: Timestamp) -> DateComponents {
        Calendar.gregorian(in: zone).dateComponents([.year, .month, .day, .hour, .minute], from: time.date)
    }

    private func clock(_ parts: DateComponents, separator: String) -> String {
        twoDigits(parts.hour ?? 0) + separator + twoDigits(parts.minute ?? 0)
    }
}

/// What a reader must know before believing the numbers.
extension ReportStyle {
    package func openingNotice(_ since: Timestamp) -> String {
        language(
            "Not complete: changes are recorded since \(longTime(since)). Opening counts are of that moment.",
            "Tidak lengkap: perubahan dicatat sejak \(longTime(since)). Jumlah awal adalah jumlah pada saat itu."
        )
    }

    package func reconstructionNotice(_ since: Timestamp) -> String {
        language(
            "Changes are recorded since \(longTime(since)). What is shown before are the registration times of accounts "
                + "that were still there then.",
            "Perubahan dicatat sejak \(longTime(since)). Yang ditampilkan sebelumnya adalah waktu registrasi akun yang "
                + "saat itu masih ada."
        )
    }
}

/// The words of the reports.
extension ReportLanguage {
    package var service: String { self("Service", "Layanan") }
    package var tenant: String { self("Tenant", "Instansi") }
    package var tenants: String { self("Tenants", "Instansi") }
    package var administrators: String { self("Administrators", "Admin") }
    package var uploaded: String { self("Uploaded", "Email Di-Upload") }
    package var registered: String { self("Registered", "Email Ter-Registrasi") }
    package var blocked: String { self("Blocked", "Email Di-Block") }
    package var twoFactor: String { self("Second factor", "2FA") }
    package var total: String { self("Total", "Total") }
    package var outsideTenants: String { self("(outside tenants)", "(di luar instansi)") }
    package var opening: String { self("Opening", "Awal") }
    package var closing: String { self("Closing", "Akhir") }
    package var created: String { self("Created", "Baru") }
    package var removed: String { self("Removed", "Dihapus") }
    package var movedIn: String { self("Moved in", "Pindah masuk") }
    package var movedOut: String { self("Moved out", "Pindah keluar") }
    package var gained: String { self("Gained", "Bertambah") }
    package var lost: String { self("Lost", "Berkurang") }
    package var changedTenants: String { self("Tenants with changes", "Instansi dengan perubahan") }
    package var added: String { self("Added", "Bertambah") }

    package func name(tenant: String) -> String { tenant.isEmpty ? outsideTenants : tenant }
}
