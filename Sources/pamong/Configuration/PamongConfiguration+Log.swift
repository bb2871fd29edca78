internal import Logging
internal import ProcessSurroundings

extension PamongConfiguration.Log {
    /// A logger as configured.
    func logger(_ label: String) -> Logger { Logger(label: label, level: level, format: format) }
}
