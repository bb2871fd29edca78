internal import ArgumentParser
internal import Foundation

/// What every command takes.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    /// The file that counts.
    var path: String {
        config ?? ProcessInfo.processInfo.environment["PAMONG_CONFIG"] ?? "/etc/pamong/pamong.yaml"
    }

    /// Reads it.
    func load() async throws -> PamongConfiguration {
        try await PamongConfiguration.load(file: path)
    }
}
