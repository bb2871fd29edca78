/// The texts of census, delta and growth.
enum ReportingText: String, WordTable {
    case navReporting
    case reportingTitle
    case reportKinds
    case reportCensus
    case reportDelta
    case reportGrowth
    case reportAtDay
    case reportFromDay
    case reportToDay
    case reportDaysIncluded
    case reportStep
    case reportByMonth
    case reportByDay
    case reportDay
    case reportMonth
    case reportCounted
    case reportTenantHint
    case reportTenants
    case reportChangedTenants
    case reportPrintHint
    case reportMadeAt
    case reportChart
    case rangeBadDay
    case rangeReversed
    case rangeFuture
    case rangeTooLong
    case rangeBeforeRecords
    case rangeUnknownPlace
    case rangeRefused

    var texts: (indonesian: String, english: String) {
        switch self {
        case .navReporting: ("Laporan", "Reports")
        case .reportingTitle: ("Laporan", "Reports")
        case .reportKinds: ("Jenis laporan", "Kinds of reports")
        case .reportCensus: ("Jumlah", "Census")
        case .reportDelta: ("Perubahan", "Changes")
        case .reportGrowth: ("Pertumbuhan", "Growth")
        case .reportAtDay: ("Pada akhir tanggal", "At the end of")
        case .reportFromDay: ("Dari tanggal", "From")
        case .reportToDay: ("Sampai tanggal", "Up to")
        case .reportDaysIncluded:
            ("Kedua tanggal ikut dihitung.", "Both days are included.")
        case .reportStep: ("Setiap", "By")
        case .reportByMonth: ("Bulan", "Month")
        case .reportByDay: ("Hari", "Day")
        case .reportDay: ("Hari", "Day")
        case .reportMonth: ("Bulan", "Month")
        case .reportCounted: ("Yang dihitung", "What is counted")
        case .reportTenantHint: ("Kosongkan untuk semua instansi.", "Leave it empty for all tenants.")
        case .reportTenants: ("Instansi", "Tenants")
        case .reportChangedTenants: ("Instansi dengan perubahan", "Tenants with changes")
        case .reportPrintHint:
            (
                "Untuk mencetak atau menyimpan sebagai PDF, pakai menu Cetak pada peramban.",
                "To print it or keep it as PDF, use the browser's print menu."
            )
        case .reportMadeAt:
            (
                "Dibuat {waktu}. Semua jumlah sudah diperiksa: hitungan maju dan mundur sama.",
                "Made {waktu}. All sums were checked: counting forward and back gave the same."
            )
        case .reportChart: ("Grafik", "Chart")
        case .rangeBadDay:
            (
                "Tanggal “{tanggal}” tidak ada. Tulis tahun, bulan, dan tanggal, misalnya 2026-11-30.",
                "There is no day “{tanggal}”. Write year, month and day, such as 2026-11-30."
            )
        case .rangeReversed:
            (
                "Tanggal awal lebih lambat daripada tanggal akhir. Tukar kedua tanggal itu.",
                "The first day is after the last. Swap the two."
            )
        case .rangeFuture:
            (
                "Tanggal awal belum tiba. Pilih tanggal sampai hari ini.",
                "The first day is still to come. Choose one up to today."
            )
        case .rangeTooLong:
            (
                "Rentang ini terlalu panjang untuk laporan harian. Pilih paling lama {n} hari, atau laporan bulanan.",
                "This is too long for a report by day. Choose at most {n} days, or a report by month."
            )
        case .rangeBeforeRecords:
            (
                "Untuk waktu itu belum ada catatan: perubahan dicatat sejak {waktu}. Pilih tanggal setelah itu.",
                "Nothing was recorded then: changes are recorded since {waktu}. Choose a day after that."
            )
        case .rangeUnknownPlace:
            (
                "Layanan atau instansi ini tidak dikenal. Periksa ejaannya; laporan Jumlah memuat semua nama.",
                "There is no such service or tenant. Check how it is written; the census lists them all."
            )
        case .rangeRefused:
            (
                "Laporan ini tidak dapat dibuat. Periksa tanggal dan pilihannya.",
                "This report cannot be made. Check the days and what was chosen."
            )
        }
    }
}
