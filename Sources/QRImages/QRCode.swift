/// A QR code (ISO/IEC 18004) as a square of modules, level M.
public struct QRCode: Sendable, Hashable {
    /// Modules on one side, without the quiet zone.
    public let size: Int
}
