import Foundation
import LocalStack
import Testing

@testable import Doctor

struct SchemaFileTests {
    @Test func `the names that are looked for are the ones the shipped schema defines`() throws {
        let file = try ShareFolder.find().ldif.appending(path: "config/04-pamong-schema.ldif")
        let text = try String(contentsOf: file, encoding: .utf8)
        let defined = text.matches(of: /NAME '([A-Za-z]+)'/).map { String($0.1) }
        #expect(!defined.isEmpty)
        #expect(Set(defined) == Set(SchemaNames.pamong))
    }
}
