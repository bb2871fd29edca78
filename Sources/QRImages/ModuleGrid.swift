internal import Glibc

/// A square of modules, dark or light. It says as much as the text it was made from, so it is wiped when the last
/// reference is released.
final class ModuleGrid: Sendable {
    let size: Int
    // Written once before anybody else can see it and wiped when nobody can any more: that makes sharing it safe.
    nonisolated(unsafe) private let modules: UnsafeMutableRawBufferPointer

    /// Copies row after row; the lowest bit of a byte tells whether its module is dark.
    init(size: Int, copying bytes: UnsafeRawBufferPointer) {
        self.size = size
        modules = .allocate(byteCount: size * size, alignment: 1)
        for index in modules.indices { modules[index] = bytes[index] & 1 }
    }

    deinit {
        modules.wipe()
        modules.deallocate()
    }

    /// Light outside the square: that is the quiet zone.
    func isDark(row: Int, column: Int) -> Bool {
        guard (0..<size).contains(row), (0..<size).contains(column) else { return false }
        return modules[row * size + column] == 1
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Overwrites the memory in a way the compiler does not leave out.
    func wipe() {
        if let baseAddress { explicit_bzero(baseAddress, count) }
    }
}
