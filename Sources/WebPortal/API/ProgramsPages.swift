/// What people are told about the interfaces for programs.
extension PageName {
    static let programs = PageName("programs", PackageResources.programs_mustache)

    static let interfaces: [PageName] = [programs]
}
