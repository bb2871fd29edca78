internal import Logging
internal import Reports
internal import WorkerAPI

extension Desk {
    /// How numbers and times are written on a page; charts take their colours from `/bagan.css`.
    func style(_ context: PortalContext) -> ReportStyle {
        var style = ReportStyle(
            language: context.language == .indonesian ? .indonesian : .english,
            zone: configuration.timeZone
        )
        style.embedsChartRules = false
        return style
    }

    /// What a worker said, or that it says nothing: then the page goes without, and the log tells why. Throws only when the
    /// request itself is over.
    func heard<Value>(_ what: String, _ ask: () async throws -> Value) async throws -> Value? {
        do {
            return try await ask()
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.error("a worker did not answer as it should", metadata: ["asked": "\(what)", "reason": "\(error)"])
            return nil
        }
    }

    /// Those that answered, and whether one of them did not.
    func heard<Value>(_ what: String, _ answers: [WorkerAnswer<Value>]) -> (values: [(Int, Value)], isSilent: Bool) {
        for answer in answers {
            if case .failure(let error) = answer.answer {
                logger.error(
                    "a worker did not answer as it should",
                    metadata: ["worker": "\(answer.number)", "asked": "\(what)", "reason": "\(error)"]
                )
            }
        }
        let values = answers.compactMap { answer in answer.value.map { (answer.number, $0) } }
        return (values, values.count < answers.count || answers.isEmpty)
    }

    /// The mail host a worker serves, for as long as it has not said so its number.
    func workerName(_ number: Int, _ statuses: [WorkerAnswer<StatusReport>]) -> String {
        statuses.first { $0.number == number }?.value?.mailHost ?? "#\(number)"
    }
}
