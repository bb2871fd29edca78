internal import ArgumentParser
internal import Foundation

/// What every command takes.
struct ConfigurationOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    /// The file that counts.
    func path(environment: [String: String]) -> String {
        config ?? environment["PAMONG_CONFIG"] ?? "/etc/pamong/pamong.yaml"
    }

    /// Reads it.
    func load() async throws -> PamongConfiguration {
        let environment = ProcessInfo.processInfo.environment
        return try await PamongConfiguration.load(file: path(environment: environment), environment: environment)
    }
}
