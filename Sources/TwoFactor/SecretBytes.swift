internal import COpenSSL

/// Bytes that must not linger: a password, a key, a typed code. They print as dots, compare in constant time, and their
/// memory is wiped when the last reference is released.
public final class SecretBytes: Sendable {
    // Written once before anybody else can see it and wiped when nobody can any more: that makes sharing it safe.
    nonisolated(unsafe) private let storage: UnsafeMutableRawBufferPointer

    /// Takes a copy of the bytes; wiping the original is the caller's affair.
    public init(_ bytes: some Collection<UInt8>) {
        storage = .allocate(byteCount: bytes.count, alignment: 1)
        storage.copyBytes(from: bytes)
    }

    /// Takes a copy of borrowed memory.
    public init(_ bytes: UnsafeRawBufferPointer) {
        storage = .allocate(byteCount: bytes.count, alignment: 1)
        storage.copyMemory(from: bytes)
    }

    /// Takes the UTF-8 of a text, which itself stays in memory until Swift releases it.
    public convenience init(_ text: String) {
        self.init(text.utf8)
    }

    /// Takes an array's bytes and leaves zeros in it. A copy of the array that was made before keeps its own bytes.
    public convenience init(wiping bytes: inout [UInt8]) {
        self.init(bytes)
        bytes.withUnsafeMutableBytes { $0.wipe() }
    }

    /// Makes room for `count` zero bytes and lets `fill` write into them, so that there never is another copy. When it
    /// throws, what it wrote is wiped.
    public init<Failure: Error>(
        count: Int,
        fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        storage = .allocate(byteCount: count, alignment: 1)
        _ = storage.initializeMemory(as: UInt8.self, repeating: 0)
        try fill(storage)
    }

    deinit {
        storage.wipe()
        storage.deallocate()
    }

    /// How many bytes there are.
    public var count: Int { storage.count }

    /// Whether there are none. A simple bind with an empty password would be an unauthenticated one (RFC 4513,
    /// section 5.1.2), so it is never sent.
    public var isEmpty: Bool { storage.isEmpty }

    /// Lends the bytes for the duration of the closure. What the closure copies, it wipes.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(storage))
    }

    /// The first `length` bytes, or all when there are fewer.
    public func prefix(_ length: Int) -> SecretBytes {
        SecretBytes(UnsafeRawBufferPointer(rebasing: storage.prefix(length)))
    }

    /// Fresh random bytes from OpenSSL's generator for secrets.
    public static func random(count: Int) throws(TwoFactorError) -> SecretBytes {
        try SecretBytes(count: count) { room throws(TwoFactorError) in try RandomBytes.fill(room) }
    }
}

extension SecretBytes: Equatable {
    /// Compares in a time that depends on the lengths only.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        left.withBytes { bytes in right.equals(bytes) }
    }

    /// Compares with borrowed memory, in a time that depends on the lengths only.
    public func equals(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let mine = storage.baseAddress, let theirs = other.baseAddress, count > 0 else { return true }
        return CRYPTO_memcmp(mine, theirs, count) == 0
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
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
        if let baseAddress { OPENSSL_cleanse(baseAddress, count) }
    }
}
