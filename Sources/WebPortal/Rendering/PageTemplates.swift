internal import Mustache

/// The pages' templates, compiled into the program: `Pages/<name>.mustache`.
enum PageName: String, CaseIterable, Sendable {
    case signIn, code, account, twoFactor, enrolment, recoveryCodes, appPasswords, appPasswordMade, stepUp, password
    case problem

    /// The template's text as it was compiled in.
    var source: [UInt8] {
        switch self {
        case .signIn: PackageResources.signIn_mustache
        case .code: PackageResources.code_mustache
        case .account: PackageResources.account_mustache
        case .twoFactor: PackageResources.twoFactor_mustache
        case .enrolment: PackageResources.enrolment_mustache
        case .recoveryCodes: PackageResources.recoveryCodes_mustache
        case .appPasswords: PackageResources.appPasswords_mustache
        case .appPasswordMade: PackageResources.appPasswordMade_mustache
        case .stepUp: PackageResources.stepUp_mustache
        case .password: PackageResources.password_mustache
        case .problem: PackageResources.problem_mustache
        }
    }
}

extension MustacheLibrary {
    /// All of them, with what they have in common. Throws when one of them is no template.
    static func pages() throws -> MustacheLibrary {
        var templates = [
            "layout": try MustacheTemplate(string: String(decoding: PackageResources.layout_mustache, as: UTF8.self))
        ]
        for page in PageName.allCases {
            templates[page.rawValue] = try MustacheTemplate(string: String(decoding: page.source, as: UTF8.self))
        }
        return MustacheLibrary(templates: templates)
    }
}
