internal import DirectoryModel
internal import StateDatabase

/// The counts of one service as they are now.
struct ServiceCensus: Sendable, Hashable {
    var service: String
    var counts: Counts

    /// All services, by name.
    static func all(reading reader: StateReader) throws -> [ServiceCensus] {
        let census = try reader.census()
        var services: [String: Counts] = [:]
        for scope in try reader.scopes() {
            services[scope.scope.service, default: Counts()] += census[scope.id] ?? Counts()
        }
        return services.sorted { $0.key < $1.key }.map { ServiceCensus(service: $0.key, counts: $0.value) }
    }
}
