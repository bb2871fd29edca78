import Foundation
import LocalStack

/// The browser's window, used as a person does: by what can be seen.
struct Tab: Sendable {
    let driver: WebDriver
    let base: String
    private static let element = "element-6066-11e4-a52e-4f735466cecf"

    /// Nobody's window: no cookies, the portal's sign-in page.
    func begin(at path: String = "/masuk") async throws {
        try await go("/healthz")
        try await driver.delete("cookie")
        try await go(path)
    }

    func go(_ path: String) async throws { try await driver.post("url", ["url": .text(base + path)]) }

    /// The path of the page that is shown.
    func path() async throws -> String {
        let url = try await driver.get("url").text ?? ""
        return url.hasPrefix(base) ? String(url.dropFirst(base.count)) : url
    }

    /// Types into the field of this label or name, in place of what is there.
    func type(_ text: String, into field: String, clearing: Bool = true) async throws {
        let element = try await find("//*[@name='\(field)' or @id=//label[normalize-space()='\(field)']/@for]")
        if clearing { try await driver.post("element/\(element)/clear") }
        try await driver.post("element/\(element)/value", ["text": .text(text)])
    }

    /// Presses the button, or follows the link, that reads so.
    func press(_ text: String) async throws {
        let element = try await find("//main//*[self::button or self::a][normalize-space()='\(text)']")
        try await driver.post("element/\(element)/click")
    }

    /// Keys to whatever has the focus.
    func keys(_ keys: String...) async throws {
        let actions = keys.flatMap { key -> [JSON] in
            [["type": "keyDown", "value": .text(key)], ["type": "keyUp", "value": .text(key)]]
        }
        try await driver.post(
            "actions",
            ["actions": [["type": "key", "id": "keyboard", "actions": .list(actions)]]]
        )
    }

    /// Waits until the page has this heading.
    func awaitHeading(_ heading: String) async throws {
        do {
            try await waitUntil("the page \(heading)", within: .seconds(30), every: .milliseconds(20)) {
                // A page that is just being replaced cannot be asked.
                (try? await self.heading()) == heading
            }
        } catch {
            throw LocalStackError("\(error)", details: try await "\(path())\n\(text())")
        }
    }

    func heading() async throws -> String {
        try await driver.run("return (document.querySelector('h1') || {}).textContent || ''").text ?? ""
    }

    /// What can be read on the page.
    func text() async throws -> String { try await driver.run("return document.body.innerText").text ?? "" }

    /// The text of what a selector finds first; empty when there is nothing.
    func text(of selector: String) async throws -> String {
        try await driver.run(
            "return (document.querySelector(arguments[0]) || {}).textContent || ''",
            [.text(selector)]
        ).text ?? ""
    }

    /// The texts of everything a selector finds.
    func texts(of selector: String) async throws -> [String] {
        try await driver.run(
            "return Array.from(document.querySelectorAll(arguments[0]), e => e.textContent.trim())",
            [.text(selector)]
        ).list.compactMap(\.text)
    }

    /// A picture of one element as a telephone's camera sees it, with several of its pixels for each of the screen's; PNG.
    func picture(of selector: String) async throws -> Data {
        let place = try await driver.run(
            """
            const r = document.querySelector(arguments[0]).getBoundingClientRect();
            return [r.x + scrollX, r.y + scrollY, r.width, r.height];
            """,
            [.text(selector)]
        ).list
        let clip: JSON = ["x": place[0], "y": place[1], "width": place[2], "height": place[3], "scale": 3]
        let picture = try await driver.developerTools(
            "Page.captureScreenshot",
            ["format": "png", "captureBeyondViewport": true, "clip": clip]
        )
        return Data(base64Encoded: picture["data"].text ?? "") ?? Data()
    }

    private func find(_ xpath: String) async throws -> String {
        var found: JSON = .null
        do {
            try await waitUntil("an element \(xpath)", within: .seconds(30), every: .milliseconds(20)) {
                do {
                    found = try await driver.post("element", ["using": "xpath", "value": .text(xpath)])
                    return true
                } catch let error as WebDriverError where error.code == "no such element" {
                    return false
                }
            }
        } catch {
            throw LocalStackError("\(error)", details: try await "\(path())\n\(text())")
        }
        return found[Self.element].text ?? ""
    }
}
