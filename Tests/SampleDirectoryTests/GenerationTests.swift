import Testing

@testable import SampleDirectory

@Suite struct Generation {
    @Test(arguments: [(0, 7), (7, 7), (3, 10), (1, 1_000), (1_695, 104_067)])
    func `an even pick picks exactly as often as it says`(_ picks: Int, _ total: Int) {
        var pick = EvenPick(picks, of: total)
        let picked = (0..<total).map { _ in pick.next() }
        #expect(picked.count { $0 } == picks)
        if picks > 0 {
            let firstHalf = picked.prefix(total / 2).count { $0 }
            #expect(abs(2 * firstHalf - picks) <= 2, "evenly")
        }
    }

    @Test func `an even pick of nothing never says yes`() {
        var pick = EvenPick(0, of: 0)
        let answer = pick.next()
        #expect(!answer)
    }

    @Test(arguments: [
        (0, "19700101000000Z"), (951_782_399, "20000228235959Z"), (951_782_400, "20000229000000Z"),
        (951_868_800, "20000301000000Z"), (1_769_360_400, "20260125170000Z"), (4_107_542_399, "21000228235959Z"),
        (4_107_542_400, "21000301000000Z"),
    ])
    func `times are written in UTC, leap days and all`(_ seconds: Int, _ text: String) {
        #expect(String(decoding: generalizedTime(seconds), as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("Siti", "cn: Siti\n"), ("", "cn: \n"), ("José", "cn:: Sm9zw6k=\n"), (" Siti", "cn:: IFNpdGk=\n"),
        ("Siti ", "cn:: U2l0aSA=\n"), (":Siti", "cn:: OlNpdGk=\n"), ("<Siti", "cn:: PFNpdGk=\n"),
        ("a\nb", "cn:: YQpi\n"), ("a:b<c", "cn: a:b<c\n"),
    ])
    func `values that LDIF cannot hold as they are go in base64`(_ value: String, _ line: String) {
        var text = LDIFText()
        text.safeLine(Array("cn: ".utf8), Array(value.utf8))
        #expect(String(decoding: text.bytes, as: UTF8.self) == line)
    }

    @Test func `names are escaped in distinguished names`() {
        #expect(relativeName("o", "Badan A, B + C") == "o=Badan A\\, B \\+ C")
    }

    @Test func `a pair of names comes again only after all others`() {
        let names = PersonNames()
        var seen: Set<[UInt8]> = []
        for number in 0..<names.combinations {
            let (name, round) = names.person(number)
            #expect(round == 0)
            seen.insert(name.given + [0] + name.family)
        }
        #expect(seen.count == names.combinations)
        #expect(names.person(names.combinations).round == 1)
    }
}
