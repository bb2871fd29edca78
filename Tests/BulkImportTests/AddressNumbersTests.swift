import Testing

@testable import BulkImport

struct AddressNumbersTests {
    /// More than one block of them, and many times more than there is room for at first.
    private static let addresses = (0..<60_000).map { "orang\($0)@kantor\($0 % 700).go.id" }

    @Test func `every address keeps its number`() {
        var numbers = AddressNumbers()
        for (number, address) in Self.addresses.enumerated() {
            let taken = numbers.take(address)
            #expect(taken.number == number && taken.isNew)
        }
        #expect(numbers.count == Self.addresses.count)
        for (number, address) in Self.addresses.enumerated() {
            #expect(numbers.number(of: address) == number)
            #expect(numbers[number] == address)
        }
    }

    @Test func `what was taken is not new again`() {
        var numbers = AddressNumbers()
        _ = numbers.take("a@b.go.id")
        _ = numbers.take("b@b.go.id")
        let again = numbers.take("a@b.go.id")
        #expect(again.number == 0 && !again.isNew)
        #expect(numbers.count == 2)
    }

    @Test func `an address that only begins or ends like another has no number`() {
        var numbers = AddressNumbers()
        _ = numbers.take("siti@b.go.id")
        for other in ["siti@b.go.i", "iti@b.go.id", "siti@b.go.id.", ""] { #expect(numbers.number(of: other) == nil) }
    }
}
