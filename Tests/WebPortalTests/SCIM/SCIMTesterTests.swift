import Foundation
import LocalStack
import Testing

@testable import WebPortal

/// scim2-tester (PyPI), a client that knows nothing of us, against the real portal on loopback.
@Suite(.timeLimit(.minutes(10)))
struct SCIMTesterTests {
    private struct Finding: Decodable {
        let status: String
        let title: String
        let reason: String?
    }

    @Test func `scim2-tester finds nothing wrong`() async throws {
        let scim = try await SCIMRig.make()
        let token = try await scim.program()
        let findings = try await scim.serving(token, { $0.isInsecure = true }) { caller, _ in
            let port = try #require(caller.port)
            let settings = [
                "url": "http://localhost:\(port)/scim/v2", "token": token, "domain": scim.domain,
                "service": PortalRig.early, "tenant": scim.tenant,
            ]
            let command = ShortCommand(
                try PythonTools.find().python.path,
                ["-c", Self.program],
                input: try JSONEncoder().encode(settings),
                timeLimit: .seconds(300)
            )
            return try JSONDecoder().decode([Finding].self, from: Data(try await command.run().utf8))
        }
        let wrong = findings.filter { !["SUCCESS", "SKIPPED"].contains($0.status) }
        for finding in wrong { Issue.record("\(finding.title): \(finding.reason ?? "")") }
        let done = Set(findings.filter { $0.status == "SUCCESS" }.map(\.title))
        for title in [
            "query_all_schemas", "object_creation", "object_query", "object_query_without_id", "object_replacement",
            "object_deletion", "check_add_attribute", "check_remove_attribute", "check_replace_attribute",
            "object_query_with_attributes", "object_list_with_attributes", "random_url",
        ] {
            #expect(done.contains(title), "\(title) was not tried")
        }
    }

    /// It fills attributes with random values. What a schema cannot say, addresses in a domain of the tenant, quotas, tenants,
    /// passwords, it is told here; groups, which are appointed by people, are left out of making and changing.
    private static let program = """
        import sys, json, random, uuid
        from httpx2 import Client
        from scim2_client.engines.httpx2 import SyncSCIMClient
        from scim2_models import Path
        from scim2_tester import check_server
        from scim2_tester import filling
        from scim2_tester.checkers import patch_add, patch_replace

        settings = json.load(sys.stdin)
        original = filling.generate_random_value

        def address():
            return f"{uuid.uuid4().hex[:16]}@{settings['domain']}"

        special = {
            "username": address, "aliases": lambda: [address()], "password": lambda: f"kopi hitam {uuid.uuid4().hex[:4]} di pagi hari",
            "quota": lambda: random.randint(1_000_000, 10_000_000_000), "service": lambda: settings["service"],
            "tenant": lambda: settings["tenant"],
        }

        def value(context, path, mutability=None, required=None):
            found = original(context, path=path, mutability=mutability, required=required)
            name = str(path).split(":")[-1].lower()
            return special[name]() if found is not None and name in special else found

        for module in (filling, patch_add, patch_replace):
            module.generate_random_value = value

        # A patch of a whole extension is expected to give back exactly what was sent, which one with attributes that only the
        # server writes never can. Its attributes are patched one by one.
        paths = Path.iter_paths.__func__

        def attributes(cls, *arguments, **options):
            for path in paths(cls, *arguments, **options):
                if options.get("include_subattributes", True) or not str(path).endswith(":2.0:User"):
                    yield path

        Path.iter_paths = classmethod(attributes)

        http = Client(
            base_url=settings["url"], headers={"Authorization": "Bearer " + settings["token"]}, trust_env=False, timeout=60
        )
        results = check_server(SyncSCIMClient(http), resource_types=["User"])
        json.dump([{"status": r.status.name, "title": r.title, "reason": r.reason} for r in results], sys.stdout)
        """
}
