public import Foundation
public import SampleDirectory

/// What a demonstration is asked for.
public struct DemonstrationOptions: Sendable {
    /// Where everything is put; `nil` is a temporary folder that goes with the demonstration.
    public var directory: URL?
    /// How much sample data.
    public var scale: SampleScale
    /// Whether the servers stay up until the demonstration is interrupted.
    public var keepsRunning: Bool
    /// The program whose `worker` command is run: this one.
    public var program: URL

    /// Puts the options together.
    public init(directory: URL?, scale: SampleScale, keepsRunning: Bool, program: URL) {
        self.directory = directory
        self.scale = scale
        self.keepsRunning = keepsRunning
        self.program = program
    }
}
