/// Why no QR code or picture could be made. Never holds the text.
public struct QRCodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened; safe to show and to log.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
