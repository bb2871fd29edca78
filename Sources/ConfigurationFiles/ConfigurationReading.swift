internal import Configuration
internal import SystemPackage

extension ConfigurationValues {
    /// Reads a YAML file and the environment above it into a program's own type. `make` takes the values key by key and
    /// answers `nil` when something is missing without which there is no value at all (it has noted the reason).
    /// Throws ``ConfigurationError`` with all problems at once.
    package static func read<Value>(
        file path: String,
        environment: [String: String],
        _ make: (inout ConfigurationValues<Key>) -> Value?
    ) async throws -> Value {
        let outline = try ConfigurationOutline(path: path)
        let overrides = EnvironmentVariablesProvider(environmentVariables: environment)
            .prefixKeys(with: ConfigKey(Key.environmentPrefix))
        let reader = ConfigReader(providers: [
            overrides, try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)),
        ])
        var values = ConfigurationValues(reader: reader, environment: environment, file: outline)
        let value = make(&values)
        let problems = outline.problems(among: Key.self) + Key.unknownVariables(environment) + values.problems
        guard let value, problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return value
    }
}
