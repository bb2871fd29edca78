internal import CPNG

extension QRCode {
    /// The code as a grey PNG file (8 bits, black on white), made in memory.
    ///
    /// - Parameter scale: pixels on one side of a module, 1 to 32.
    /// Throws ``QRCodeError`` for another scale, or when libpng fails.
    public func png(scale: Int = 8) throws(QRCodeError) -> [UInt8] {
        guard (1...32).contains(scale) else { throw QRCodeError("a module is 1 to 32 pixels wide, not \(scale)") }
        let side = paddedRange.count * scale
        let pixels = UnsafeMutableRawBufferPointer.allocate(byteCount: side * side, alignment: 1)
        defer {
            pixels.wipe()
            pixels.deallocate()
        }
        draw(into: pixels, side: side, scale: scale)
        return try GreyImage(side: side).encoded(pixels)
    }

    private func draw(into pixels: UnsafeMutableRawBufferPointer, side: Int, scale: Int) {
        for y in 0..<side {
            for x in 0..<side {
                let isDark = isDark(row: y / scale - Self.quietZone, column: x / scale - Self.quietZone)
                pixels[y * side + x] = isDark ? 0 : 255
            }
        }
    }
}

/// Owns libpng's state of one picture (its "simplified API", png.h section 5).
private struct GreyImage: ~Copyable {
    private var image = png_image()

    init(side: Int) {
        image.version = UInt32(PNG_IMAGE_VERSION)
        image.width = UInt32(side)
        image.height = UInt32(side)
        image.format = 0  // PNG_FORMAT_GRAY: one 8-bit channel
    }

    /// Asks for the size first, then writes into memory of that size.
    consuming func encoded(_ pixels: UnsafeMutableRawBufferPointer) throws(QRCodeError) -> [UInt8] {
        defer { png_image_free(&image) }
        var size = 0
        guard png_image_write_to_memory(&image, nil, &size, 0, pixels.baseAddress, 0, nil) != 0 else {
            throw QRCodeError("libpng cannot size the picture")
        }
        var file = [UInt8](repeating: 0, count: size)
        guard png_image_write_to_memory(&image, &file, &size, 0, pixels.baseAddress, 0, nil) != 0 else {
            throw QRCodeError("libpng cannot write the picture")
        }
        return Array(file.prefix(size))
    }
}
