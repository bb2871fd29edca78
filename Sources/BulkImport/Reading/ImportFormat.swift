/// How an upload is written.
public enum ImportFormat: String, Sendable, Hashable, CaseIterable {
    /// Comma- or semicolon-separated values with a header line, UTF-8.
    case csv
    /// Entries of RFC 2849.
    case ldif
}
