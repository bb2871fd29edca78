internal import CQREncode
internal import Glibc

/// A QR code (ISO/IEC 18004) as a square of modules, level M, in the smallest version that holds the text.
///
/// It is as secret as its text: it prints as dots and its modules are wiped with its last copy. So are this package's
/// own copies and libqrencode's result, though not the scratch memory inside libqrencode and libpng. The pictures are the
/// caller's to show and forget.
public struct QRCode: Sendable {
    private let grid: ModuleGrid

    /// Modules of light around the square that ISO/IEC 18004 demands (section 6.3.8 of the 2015 edition).
    public static let quietZone = 4

    /// Encodes bytes, such as an otpauth URI, as they are (byte mode).
    ///
    /// Throws ``QRCodeError`` when there are none or too many: version 40 at level M holds 2,331.
    public init(encoding text: UnsafeRawBufferPointer) throws(QRCodeError) {
        guard let start = text.baseAddress, (1...2331).contains(text.count) else {
            throw QRCodeError("a QR code holds 1 to 2331 bytes, not \(text.count)")
        }
        let code = try EncodedSymbol(
            QRcode_encodeData(
                Int32(clamping: text.count),
                start.assumingMemoryBound(to: UInt8.self),
                0,
                QR_ECLEVEL_M
            )
        )
        grid = ModuleGrid(size: code.size, copying: code.modules)
    }

    /// Modules on one side, without the quiet zone.
    public var size: Int { grid.size }

    /// Whether the module is dark; modules outside the square are light.
    public func isDark(row: Int, column: Int) -> Bool { grid.isDark(row: row, column: column) }

    /// Rows and columns with the quiet zone around them.
    var paddedRange: Range<Int> { -Self.quietZone..<(size + Self.quietZone) }
}

extension QRCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Dots, whatever is inside.
    public var description: String { "••••••" }
    /// Dots, whatever is inside.
    public var debugDescription: String { description }
    /// Shows nothing to reflection either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Owns what libqrencode made, and wipes it before it is freed.
private struct EncodedSymbol: ~Copyable {
    private let pointer: UnsafeMutablePointer<QRcode>

    init(_ made: UnsafeMutablePointer<QRcode>?) throws(QRCodeError) {
        guard let made else { throw QRCodeError("libqrencode made no QR code: \(String(cString: strerror(errno)))") }
        pointer = made
    }

    deinit {
        UnsafeMutableRawBufferPointer(start: pointer.pointee.data, count: size * size).wipe()
        QRcode_free(pointer)
    }

    var size: Int { Int(pointer.pointee.width) }

    /// Lives as long as its owner.
    var modules: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: pointer.pointee.data, count: size * size) }
}
