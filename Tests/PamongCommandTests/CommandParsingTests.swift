import ArgumentParser
import Testing

@testable import pamong

struct CommandParsingTests {
    @Test func `every command is there and says what it is for`() throws {
        let names = [
            "worker", "sync", "status", "holds", "quarantine", "audit", "retry", "report", "config", "doctor", "demo",
        ]
        let commands = Pamong.configuration.subcommands
        #expect(Set(names).isSubset(of: Set(commands.compactMap { $0.configuration.commandName })))
        for command in commands { #expect(!command.configuration.abstract.isEmpty) }
    }

    @Test func `a decision takes a batch, its list and a name`() throws {
        let command = try #require(
            try Pamong.parseAsRoot(["holds", "release", "7", "--list", "0123456789abcdef", "--as", "a@b.id"])
                as? HoldsReleaseCommand
        )
        #expect(command.decision.id == 7)
        #expect(command.decision.list == "0123456789abcdef")
        #expect(command.decision.name == "a@b.id")
        #expect(command.decision.passwordFile == nil)
    }

    @Test(arguments: [
        ["sync", "--json"], ["sync", "--dry-run", "--limit", "-1"], ["sync", "--patience", "long"],
        ["retry", "--json"],
        ["holds", "show", "1", "--json", "--revert-ldif"], ["holds", "release", "1", "--as", "a@b.id"],
        ["holds", "release", "1", "--list", "x"], ["report", "delta"], ["report", "census", "--format", "pdf"],
        ["report", "growth", "--by", "week"], ["status", "--bogus"], ["nonsense"],
    ])
    func `wrong usage is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try Pamong.parseAsRoot(arguments) }
    }

    @Test func `the configuration file is the option's, the environment's or the usual one`() throws {
        let named = try ConfigurationOptions.parse(["--config", "/x.yaml"])
        #expect(named.path(environment: ["PAMONG_CONFIG": "/y.yaml"]) == "/x.yaml")
        let unnamed = try ConfigurationOptions.parse([])
        #expect(unnamed.path(environment: ["PAMONG_CONFIG": "/y.yaml"]) == "/y.yaml")
        #expect(unnamed.path(environment: [:]) == "/etc/pamong/pamong.yaml")
    }
}
