/// The languages the pages speak.
enum Language: String, CaseIterable, Sendable {
    case indonesian = "id"
    case english = "en"

    var other: Language { self == .indonesian ? .english : .indonesian }
    /// What the language calls itself.
    var name: String { self == .indonesian ? "Bahasa Indonesia" : "English" }
}
