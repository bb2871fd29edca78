import Foundation
import LocalStack
import Testing

extension RealBrowserTests {
    @Suite struct BrowserEndTests {
        @Test func `a browser that is ended leaves no process behind`() async throws {
            let folder = try StackFolder()
            defer { folder.remove() }
            let chromium = try Chromium(in: folder)
            try await chromium.start()
            #expect(!chromium.processes.isEmpty)
            await chromium.stop()
            #expect(chromium.processes == [])
        }
    }
}
