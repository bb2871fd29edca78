import Foundation
import LocalStack
import Testing

extension RealBrowserTests {
    @Suite struct BrowserEndTests {
        @Test func `what axe-core finds on a spoilt page fails the page`() async throws {
            let rig = try await BrowserRig.shared()
            let gallery = try Gallery(rig.tab, language: "id")
            try await rig.tab.begin()
            #expect(try await gallery.violations() == [])
            try await rig.tab.driver.run(
                """
                document.querySelector('label').remove();
                document.documentElement.removeAttribute('lang');
                """
            )
            let violations = try await gallery.violations().joined(separator: "\n")
            #expect(violations.contains("label: ") && violations.contains("html-has-lang: "), "\(violations)")
        }

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
