internal import Mustache

/// A page's template, compiled into the program from `Pages/<template>.mustache`.
struct PageName: Sendable {
    let template: String
    /// The template's text as it was compiled in.
    let source: [UInt8]

    init(_ template: String, _ source: [UInt8]) { (self.template, self.source) = (template, source) }

    /// All pages, area by area.
    static let all: [PageName] =
        people + dashboard + accounts + tenants + uploads + joining + holds + reporting + auditTrail + clients
        + interfaces
}

/// Everybody's pages.
extension PageName {
    static let signIn = PageName("signIn", PackageResources.signIn_mustache)
    static let code = PageName("code", PackageResources.code_mustache)
    static let recovery = PageName("recovery", PackageResources.recovery_mustache)
    static let lostPhone = PageName("lostPhone", PackageResources.lostPhone_mustache)
    static let account = PageName("account", PackageResources.account_mustache)
    static let twoFactor = PageName("twoFactor", PackageResources.twoFactor_mustache)
    static let enrolment = PageName("enrolment", PackageResources.enrolment_mustache)
    static let recoveryCodes = PageName("recoveryCodes", PackageResources.recoveryCodes_mustache)
    static let appPasswords = PageName("appPasswords", PackageResources.appPasswords_mustache)
    static let appPasswordMade = PageName("appPasswordMade", PackageResources.appPasswordMade_mustache)
    static let stepUp = PageName("stepUp", PackageResources.stepUp_mustache)
    static let password = PageName("password", PackageResources.password_mustache)
    static let signInHistory = PageName("signInHistory", PackageResources.signInHistory_mustache)
    static let problem = PageName("problem", PackageResources.problem_mustache)

    static let people: [PageName] = [
        signIn, code, recovery, lostPhone, account, twoFactor, enrolment, recoveryCodes, appPasswords, appPasswordMade,
        stepUp, password,
        signInHistory, problem,
    ]
}

extension MustacheLibrary {
    /// All of them, with what they have in common. Throws when one of them is no template.
    static func pages() throws -> MustacheLibrary {
        let layout = String(decoding: PackageResources.layout_mustache, as: UTF8.self)
        var templates = ["layout": try MustacheTemplate(string: layout)]
        for page in PageName.all {
            templates[page.template] = try MustacheTemplate(string: String(decoding: page.source, as: UTF8.self))
        }
        return MustacheLibrary(templates: templates)
    }
}
