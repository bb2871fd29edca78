internal import Glibc

/// A password or another credential: it prints as dots and its memory is wiped when the last copy is released.
public final class LDAPSecret: Sendable {
    // Written once before anybody else can see it and wiped when nobody can any more: that makes sharing it safe.
    nonisolated(unsafe) private let storage: UnsafeMutableRawBufferPointer

    /// Takes a copy of the bytes; wiping the original is the caller's affair.
    public init(bytes: some Collection<UInt8>) {
        storage = .allocate(byteCount: bytes.count, alignment: 1)
        storage.copyBytes(from: bytes)
    }

    /// Takes the UTF-8 of a text.
    public convenience init(_ text: String) {
        self.init(bytes: text.utf8)
    }

    deinit {
        storage.wipe()
        storage.deallocate()
    }

    /// Whether there is nothing in it. A simple bind with an empty password would be an anonymous one
    /// (RFC 4513, section 5.1.2), so such a bind is refused before it is sent.
    public var isEmpty: Bool { storage.isEmpty }

    /// Lends the bytes for the duration of the closure.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(storage))
    }
}

extension LDAPSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Dots, whatever is inside.
    public var description: String { "••••••" }
    /// Dots, whatever is inside.
    public var debugDescription: String { description }
    /// Shows nothing to reflection either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension UnsafeMutableRawBufferPointer {
    /// Overwrites the memory in a way the compiler does not leave out.
    func wipe() {
        if let baseAddress { explicit_bzero(baseAddress, count) }
    }
}
