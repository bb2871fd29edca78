/// Names of institutions, plausible and harmless: what a census of the platform looks like.
enum Institutions {
    /// Ministries and agencies of the central government. The first runs the platform.
    static let central = words(
        """
        Kementerian Komunikasi dan Digital|Kementerian Dalam Negeri|Kementerian Keuangan|Kementerian Kesehatan|\
        Kementerian Agama|\
        Badan Meteorologi, Klimatologi, dan Geofisika|Kementerian Perhubungan|Kementerian Pertanian|Kementerian Sosial|Kementerian Hukum|\
        Kementerian Luar Negeri|Kementerian Pertahanan|Kementerian Perindustrian|Kementerian Perdagangan|\
        Kementerian Ketenagakerjaan|Kementerian Pariwisata|Kementerian Kebudayaan|Kementerian Kehutanan|\
        Kementerian Lingkungan Hidup|Kementerian Pekerjaan Umum|Kementerian Kelautan dan Perikanan|\
        Kementerian Energi dan Sumber Daya Mineral|Kementerian Desa dan Pembangunan Daerah Tertinggal|\
        Kementerian Agraria dan Tata Ruang|Kementerian Pemuda dan Olahraga|Kementerian Sekretariat Negara|\
        Badan Kepegawaian Negara|Badan Pusat Statistik|Badan Narkotika Nasional|Badan Riset dan Inovasi Nasional|Badan Siber dan Sandi Negara|Lembaga Administrasi Negara|\
        Arsip Nasional Republik Indonesia|Perpustakaan Nasional
        """
    )

    /// Provincial governments.
    static let provinces = words(
        """
        Aceh|Sumatera Utara|Sumatera Barat|Riau|Jambi|Sumatera Selatan|Bengkulu|Lampung|Kepulauan Bangka Belitung|\
        Kepulauan Riau|DKI Jakarta|Jawa Barat|Jawa Tengah|DI Yogyakarta|Jawa Timur|Banten|Bali|Nusa Tenggara Barat|\
        Nusa Tenggara Timur|Kalimantan Barat|Kalimantan Tengah|Kalimantan Selatan|Kalimantan Timur|Kalimantan Utara|\
        Sulawesi Utara|Sulawesi Tengah|Sulawesi Selatan|Sulawesi Tenggara|Gorontalo|Sulawesi Barat|Maluku|\
        Maluku Utara|Papua|Papua Barat|Papua Selatan|Papua Tengah|Papua Pegunungan|Papua Barat Daya
        """
    ).map { "Pemerintah Provinsi \($0)" }

    /// Seats of the regional treasury offices (KPPN), 182 of them.
    static let treasuryOffices = words(
        """
        Jakarta I|Jakarta II|Bandung I|Surabaya I|Medan I|Makassar I|Semarang I|Rantepao|Jakarta III|Jakarta IV|Jakarta V|\
        Jakarta VI|Jakarta VII|Bandung II|Surabaya II|Medan II|Makassar II|Semarang II|Banda Aceh|Langsa|Meulaboh|\
        Tapak Tuan|Lhokseumawe|Kutacane|Takengon|Padang Sidempuan|Pematang Siantar|Rantau Prapat|Tebing Tinggi|Sibolga|\
        Gunung Sitoli|Balige|Sidikalang|Tanjung Balai|Padang|Bukittinggi|Solok|Lubuk Sikaping|Sijunjung|Painan|\
        Pekanbaru|Dumai|Rengat|Jambi|Sungai Penuh|Muara Bungo|Kuala Tungkal|Bangko|Palembang|Baturaja|Lahat|\
        Lubuk Linggau|Sekayu|Bengkulu|Manna|Curup|Mukomuko|Bandar Lampung|Kotabumi|Metro|Liwa|Pangkal Pinang|\
        Tanjung Pandan|Tanjung Pinang|Batam|Serang|Rangkasbitung|Tangerang|Bogor|Bekasi|Sukabumi|Cirebon|Karawang|\
        Purwakarta|Garut|Tasikmalaya|Kuningan|Sumedang|Pekalongan|Tegal|Purwokerto|Cilacap|Magelang|Purworejo|\
        Surakarta|Klaten|Sragen|Pati|Kudus|Purwodadi|Banjarnegara|Yogyakarta|Wonosari|Wates|Malang|Kediri|Madiun|\
        Bojonegoro|Bondowoso|Jember|Banyuwangi|Blitar|Pacitan|Pamekasan|Mojokerto|Sidoarjo|Tuban|Denpasar|Singaraja|\
        Amlapura|Mataram|Selong|Sumbawa Besar|Bima|Kupang|Atambua|Ende|Larantuka|Ruteng|Waingapu|Pontianak|Singkawang|\
        Sintang|Sanggau|Ketapang|Putussibau|Palangka Raya|Sampit|Pangkalan Bun|Buntok|Banjarmasin|Barabai|Kotabaru|\
        Pelaihari|Tanjung|Samarinda|Balikpapan|Tanjung Redeb|Tarakan|Nunukan|Manado|Tahuna|Kotamobagu|Bitung|Gorontalo|\
        Marisa|Palu|Poso|Luwuk|Toli-Toli|Parepare|Watampone|Palopo|Bantaeng|Benteng|Sinjai|Majene|Mamuju|Kendari|\
        Bau-Bau|Kolaka|Raha|Ambon|Saumlaki|Tual|Masohi|Ternate|Tobelo|Jayapura|Biak|Serui|Nabire|Merauke|Wamena|Timika|\
        Manokwari|Fak-Fak|Sorong|Kaimana|Sarmi|Bajawa|Maumere
        """
    )

    private static let regencies = words(
        """
        Bandung|Sleman|Banyumas|Garut|Malang|Jember|Kudus|Pati|Tegal|Brebes|Cilacap|Klaten|Boyolali|Karanganyar|Sragen|\
        Magelang|Temanggung|Kendal|Demak|Jepara|Rembang|Blora|Grobogan|Bantul|Gunungkidul|Pacitan|Ponorogo|Trenggalek|\
        Tulungagung|Blitar|Lumajang|Banyuwangi|Situbondo|Probolinggo|Pasuruan|Gresik|Lamongan|Tuban|Sumenep|Tabanan|\
        Badung|Gianyar|Buleleng|Sumbawa|Dompu|Manggarai|Sikka|Alor|Belu|Sambas|Sanggau|Kapuas|Barito|Banjar|Kutai|\
        Berau|Minahasa|Donggala|Bone|Gowa|Maros|Wajo|Luwu|Buton|Muna|Konawe|Merauke|Biak|Nabire
        """
    )

    private static let villages = words(
        """
        Sukamaju|Sukamulya|Mekarsari|Karanganyar|Sidomulyo|Sumberejo|Tanjungsari|Wonorejo|Banjarsari|Cibodas|\
        Margahayu|Pasirjaya|Kertasari|Rejosari|Tegalsari|Purwosari|Girimulyo|Mulyorejo|Bangunrejo|Harapan Jaya
        """
    )

    /// The `index`-th village, 1,380 of them before a name comes again.
    static func village(_ index: Int) -> String {
        let regency = regencies[index % regencies.count]
        return "Pemerintah Desa \(villages[index / regencies.count % villages.count]) Kabupaten \(regency)"
    }

    /// The `index`-th agency with a domain of its own, and that domain.
    static func agency(_ index: Int) -> (name: String, domain: String) {
        let regency = regencies[index % regencies.count]
        let label = regency.lowercased()
        return index % 5 == 3
            ? ("Pemerintah Kota \(regency)", "\(label)kota.go.id")
            : ("Pemerintah Kabupaten \(regency)", "\(label)kab.go.id")
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: "|").map(String.init)
    }
}
