internal import Foundation

/// Parts of an address: of its path, or of what stands behind the `?`. Only what is allowed there stays as it is (RFC 3986, section 2.3).
enum QueryText {
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    /// One value.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// Names and values; what is `nil` is left out.
    static func encoded(_ parameters: [(String, String?)]) -> String {
        parameters.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }.joined(separator: "&")
    }
}
