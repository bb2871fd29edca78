import Foundation
import Glibc
import LocalStack

/// Debian's Chromium without a screen, and its driver: a profile of its own, loopback only. Both are ended with the test process,
/// whatever happens.
struct Chromium: Sendable {
    private let browser: ServerProcess
    private let driver: ServerProcess
    let browserPort: UInt16
    let driverPort: UInt16

    init(in folder: StackFolder) throws {
        let (browserPort, driverPort) = (try LoopbackPort.free(), try LoopbackPort.free())
        (self.browserPort, self.driverPort) = (browserPort, driverPort)
        let home = try folder.folder("browser")
        browser = ServerProcess(
            name: "chromium",
            program: "/usr/bin/env",
            arguments: ["HOME=\(home.path)", "/usr/bin/chromium"] + Self.options(home, browserPort),
            log: try folder.folder("log").appending(path: "chromium.log"),
            isReady: { LoopbackPort.answers(browserPort) }
        )
        driver = ServerProcess(
            name: "chromedriver",
            program: "/usr/bin/chromedriver",
            arguments: ["--port=\(driverPort)"],
            log: try folder.folder("log").appending(path: "chromedriver.log"),
            isReady: { await WebDriver.isReady(driverPort) }
        )
    }

    private static func options(_ home: URL, _ port: UInt16) -> [String] {
        [
            "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run",
            "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--password-store=basic", "--hide-scrollbars", "--force-device-scale-factor=1",
            "--remote-debugging-port=\(port)", "--user-data-dir=\(home.appending(path: "profile").path)",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ]
            // It refuses to run as root with its sandbox.
            + (geteuid() == 0 ? ["--no-sandbox"] : []) + ["about:blank"]
    }

    func start() async throws {
        try await browser.start()
        try await driver.start()
    }

    func stop() async {
        await driver.stop()
        await browser.stop()
    }

    /// The processes of the browser that still run.
    var processes: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.filter { number in
            guard Int32(number) != nil, let line = try? Data(contentsOf: URL(filePath: "/proc/\(number)/cmdline"))
            else {
                return false
            }
            return String(decoding: line, as: UTF8.self).contains("--remote-debugging-port=\(browserPort)")
        }
    }
}
