import Foundation
import LocalStack
import Testing

/// Pictures of pages in light and dark, on a desktop and a phone, and what can be checked of each by a program: axe-core's rules for
/// WCAG 2.2 AA, and that nothing has to be scrolled sideways at 320 pixels.
struct Gallery {
    let tab: Tab
    let language: String
    private let folder: URL
    private let axe: String

    private struct Screen {
        let name: String
        let width, height: Int
        var isPhone = false
    }

    private static let screens = [
        Screen(name: "desktop", width: 1280, height: 900),
        Screen(name: "phone", width: 390, height: 844, isPhone: true),
    ]

    /// Pictures go to `PAMONG_SCREENSHOTS`, or into the build folder.
    init(_ tab: Tab, language: String) throws {
        (self.tab, self.language) = (tab, language)
        let wanted = ProcessInfo.processInfo.environment["PAMONG_SCREENSHOTS"]
        folder = try wanted.map { URL(filePath: $0) } ?? ShareFolder.find().url.appending(path: ".build/screenshots")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = try PythonTools.find().file("axe_playwright_python/axe.min.js")
        axe = try String(contentsOf: script, encoding: .utf8)
    }

    /// Takes the page that is shown in all its forms.
    func take(_ name: String) async throws {
        #expect(try await tab.driver.run("return document.documentElement.lang").text == language, "\(name)")
        for screen in Self.screens {
            try await show(on: screen)
            for scheme in ["light", "dark"] {
                try await use(scheme)
                try await picture().write(
                    to: folder.appending(path: "\(name)-\(language)-\(screen.name)-\(scheme).png")
                )
                // Colours go with the scheme, places and sizes with the screen: two of the four show all there is.
                guard screen.isPhone == (scheme == "dark") else { continue }
                let violations = try await violations()
                #expect(violations.isEmpty, "\(name) \(language) \(screen.name) \(scheme)")
            }
        }
        try await show(on: Screen(name: "narrow", width: 320, height: 640, isPhone: true))
        let width = try await tab.driver.run("return document.documentElement.scrollWidth").number ?? 0
        #expect(width <= 320, "\(name) \(language) has to be scrolled sideways: \(width)")
        try await tab.driver.developerTools("Emulation.clearDeviceMetricsOverride")
    }

    private func show(on screen: Screen) async throws {
        let parameters: JSON = [
            "width": .number(Double(screen.width)), "height": .number(Double(screen.height)), "deviceScaleFactor": 1,
            "mobile": .bool(screen.isPhone),
        ]
        try await tab.driver.developerTools("Emulation.setDeviceMetricsOverride", parameters)
    }

    /// Without motion: a colour on its way to another one is neither.
    private func use(_ scheme: String) async throws {
        let features: JSON = [
            ["name": "prefers-color-scheme", "value": .text(scheme)],
            ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
        try await tab.driver.developerTools("Emulation.setEmulatedMedia", ["features": features])
    }

    private func picture() async throws -> Data {
        let size = try await tab.driver.run(
            "const e = document.documentElement; return [e.clientWidth, Math.max(e.scrollHeight, e.clientHeight)]"
        ).list
        let clip: JSON = ["x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1]
        let picture = try await tab.driver.developerTools(
            "Page.captureScreenshot",
            ["format": "png", "captureBeyondViewport": true, "clip": clip]
        )
        return Data(base64Encoded: picture["data"].text ?? "") ?? Data()
    }

    /// What axe-core finds, one line for each element.
    func violations() async throws -> [String] {
        if try await !tab.driver.run("return !!window.axe").bool { try await tab.driver.run(axe) }
        let found = try await tab.driver.post("execute/async", ["script": .text(Self.check), "args": []])
        if let failure = found.text { throw LocalStackError("axe-core failed: \(failure)") }
        return found.list.compactMap(\.text)
    }

    private static let check = """
        const done = arguments[arguments.length - 1];
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
        axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
            result => done(result.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + v.help + ': ' + n.html))),
            error => done(String(error)));
        """
}
