/// Numbers addresses from 0 in the order they come, and finds their numbers again. What they say lies in a few large blocks: a
/// dictionary with as many texts for keys takes about three times the memory.
struct AddressNumbers: Sendable {
    private static let blockSize = 1 << 20
    /// Room for an address' length, in front of it.
    private static let lengthSize = 2

    private var blocks: [[UInt8]] = []
    /// Where each address begins: the block's number and the place in it.
    private var starts: [UInt64] = []
    /// A number at or behind the place that the address' hash says; negative where there is none. A quarter is always free.
    private var slots = [Int32](repeating: -1, count: 1024)

    var count: Int { starts.count }

    /// An address by its number.
    subscript(number: Int) -> String {
        withBytes(of: number) { String(decoding: $0, as: UTF8.self) }
    }

    /// `nil` for an address that has none.
    func number(of address: String) -> Int? {
        var address = address
        return address.withUTF8 { bytes in
            let number = slots[slot(of: UnsafeRawBufferPointer(bytes))]
            return number < 0 ? nil : Int(number)
        }
    }

    /// The number of an address, which is a new one if it had none.
    mutating func take(_ address: String) -> (number: Int, isNew: Bool) {
        var address = address
        return address.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            let slot = slot(of: bytes)
            if slots[slot] >= 0 { return (Int(slots[slot]), false) }
            slots[slot] = Int32(count)
            keep(bytes)
            if count > slots.count / 4 * 3 { grow() }
            return (count - 1, true)
        }
    }

    private mutating func keep(_ address: UnsafeRawBufferPointer) {
        if blocks.last.map({ $0.count + Self.lengthSize + address.count > Self.blockSize }) ?? true {
            var block: [UInt8] = []
            block.reserveCapacity(Self.blockSize)
            blocks.append(block)
        }
        let block = blocks.count - 1
        starts.append(UInt64(block) << 32 | UInt64(blocks[block].count))
        blocks[block].append(UInt8(truncatingIfNeeded: address.count))
        blocks[block].append(UInt8(truncatingIfNeeded: address.count >> 8))
        blocks[block].append(contentsOf: address)
    }

    private func withBytes<Result>(of number: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let (block, start) = (Int(starts[number] >> 32), Int(starts[number] & 0xFFFF_FFFF))
        return blocks[block].withUnsafeBytes { bytes in
            let length = Int(bytes[start]) | Int(bytes[start + 1]) << 8
            return body(UnsafeRawBufferPointer(rebasing: bytes[(start + Self.lengthSize)...].prefix(length)))
        }
    }

    /// Where an address' number is, or would be.
    private func slot(of address: UnsafeRawBufferPointer) -> Int {
        var slot = place(of: address)
        while slots[slot] >= 0, !withBytes(of: Int(slots[slot]), { $0.elementsEqual(address) }) { slot = next(slot) }
        return slot
    }

    /// By a hash that nobody can foretell: no file is slow to read because it was made so.
    private func place(of address: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: address)
        return hasher.finalize() & (slots.count - 1)
    }

    private func next(_ slot: Int) -> Int { (slot + 1) & (slots.count - 1) }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for number in starts.indices {
            var slot = withBytes(of: number) { place(of: $0) }
            while slots[slot] >= 0 { slot = next(slot) }
            slots[slot] = Int32(number)
        }
    }
}
