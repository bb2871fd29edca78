/// Names of people as the archipelago has them: single names, titles, apostrophes, letters beyond ASCII, very long ones.
struct PersonName {
    /// The name as people write it (`cn`), UTF-8.
    var full: [UInt8]
    /// The last part of it (`sn`), UTF-8.
    var last: [UInt8]
    /// What an address is made of: given name, then family name, lower-case ASCII.
    var given: [UInt8]
    var family: [UInt8]
}

/// Deals out people. The pair of given and family name is different for `combinations` numbers in a row, so that with the count
/// of full rounds behind it an address is unique within its domain.
struct PersonNames {
    private struct Part {
        let written: [UInt8]
        let local: [UInt8]

        init(_ text: Substring) {
            written = Array(text.utf8)
            local = Self.plain(text)
        }

        /// Only what an address may hold: accents, apostrophes and blanks are dropped.
        private static func plain(_ text: Substring) -> [UInt8] {
            text.lowercased().unicodeScalars.compactMap { scalar in
                switch scalar {
                case "a"..."z": UInt8(ascii: scalar)
                case "é", "è", "ë": UInt8(ascii: "e")
                case "ö", "ó": UInt8(ascii: "o")
                case "ü": UInt8(ascii: "u")
                case "á", "ã": UInt8(ascii: "a")
                case "ñ": UInt8(ascii: "n")
                case "ç": UInt8(ascii: "c")
                default: nil
                }
            }
        }
    }

    /// A prime that divides neither count of names: steps through all pairs before one comes again.
    private static let stride = 7_919
    private static let blank = UInt8(ascii: " ")
    private static let degrees = [", S.Sos., M.Si.", ", S.Kom.", ", S.E., M.Ak.", ", S.H.", ", S.Pd."].map {
        Array($0.utf8)
    }
    private static let courtesy = Array("Raden Mas Haryo Suryadiningrat Kusumonegoro Wiryawan ".utf8)

    private let given = Self.givenNames.split(separator: " ").map(Part.init)
    private let family = Self.familyNames.split(separator: " ").map(Part.init)

    var combinations: Int { given.count * family.count }

    /// The name of person `number`, and how often its pair of names has been dealt out before.
    func person(_ number: Int) -> (name: PersonName, round: Int) {
        let pair = number % combinations * Self.stride % combinations
        let first = given[pair / family.count]
        let second = family[pair % family.count]
        var name = PersonName(full: first.written, last: second.written, given: first.local, family: second.local)
        switch number % 97 {
        case 11: name.last = first.written  // one name only
        case 23: name.full = Self.courtesy + first.written + [Self.blank] + second.written
        case 31, 47, 59, 61, 83:
            name.full += [Self.blank] + second.written + Self.degrees[number % Self.degrees.count]
        default: name.full += [Self.blank] + second.written
        }
        return (name, number / combinations)
    }

    private static let givenNames = """
        Agus Ahmad Aditya Adi Agung Ayu Andi Anita Anisa Arif Ari Asep Aulia Bagus Bambang Bayu Budi Bunga Cahya Candra \
        Citra Dadang Damar Dani Dedi Desi Dewi Dian Dimas Dina Doni Dwi Edi Eka Eko Elsa Endang Erna Evi Fajar Farah \
        Fitri Galih Gita Guntur Hadi Hana Hari Hendra Heri Ida Ika Imam Indah Indra Intan Irfan Irma Iwan Jaka Joko José \
        Juli Kartika Ketut Komang Krisna Kurnia Laila Lestari Lia Lilis Linda Made Maya Mega Melati Mira Muhammad Mulyadi \
        Nadia Nanda Nengah Nia Nita Novi Nur Nurul Nyoman Oki Putri Putu Rahmat Rahma Ratna Reni Reza Rian Rika Rina Rini \
        Rizki Robert Rudi Sari Siti Slamet Sri Surya Susi Taufik Tika Tini Toni Tri Tuti Udin Umar Utami Vera Vina Wahyu \
        Wati Wayan Widya Winda Wulan Yanti Yayan Yoga Yudi Yulia Yusuf Zahra Zainal Amélie Nur'aini Rusdi Sahrul
        """

    private static let familyNames = """
        Abdullah Adiputra Aisyah Alamsyah Ambarita Anggraini Anwar Aritonang Arifin Astuti Basri Budiman Cahyono Damanik \
        Darmawan Daulay Dharma Effendi Fauzi Firmansyah Ginting Gultom Gunawan Hakim Halim Handayani Harahap Hariyanto \
        Harjono Hartono Hasanah Hasibuan Hidayat Hutabarat Hutagalung Irawan Iskandar Ismail Jatmiko Kurniawan Kusuma \
        Kusnadi Laksono Lubis Ma'ruf Maharani Mahendra Manurung Marpaung Maulana Mulyani Munandar Mustofa Nainggolan \
        Nasution Ningsih Nugraha Nugroho Nuraini Oktavia Panggabean Pangestu Pardede Permana Pertiwi Pohan Pradana \
        Pranata Prasetyo Pratama Priyono Purba Purnama Purnomo Puspita Rahardjo Rahayu Rahman Ramadhan Ritonga Saputra \
        Saputri Saragih Sembiring Setiawan Setyaningrum Siahaan Sihombing Sihotang Simanjuntak Simatupang Sinaga Siregar \
        Sitompul Sitorus Situmorang Soares Sobari Soerjadi Suharto Suhendra Sukmawati Sulaiman Sulistyo Sumantri Supriadi \
        Surbakti Suryana Susanto Susilo Sutrisno Suwandi Syahputra Syarif Tambunan Tampubolon Tarigan Wahyuni Wardana \
        Wibisono Wibowo Wicaksono Widodo Wijaya Winarno Wulandari Yudhistira Yulianto Yuliana Zulkarnain Gonçálves Müller
        """
}
