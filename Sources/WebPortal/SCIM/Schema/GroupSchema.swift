/// What a group is to programs: the administrators of a tenant.
enum GroupSchema {
    static let core = SCIMSchema(
        id: "urn:ietf:params:scim:schemas:core:2.0:Group",
        name: "Group",
        about: "The administrators of a tenant; appointed by Admin Pusat",
        attributes: [
            SCIMAttribute(name: "displayName", about: "The tenant and its service", mutability: .readOnly),
            SCIMAttribute(
                name: "members",
                about: "The administrators",
                kind: .complex,
                isMultiple: true,
                mutability: .readOnly,
                members: [
                    SCIMAttribute(name: "value", about: "The user's id", mutability: .readOnly),
                    SCIMAttribute(name: "$ref", about: "The user", kind: .reference, mutability: .readOnly),
                    SCIMAttribute(name: "display", about: "The user's address", mutability: .readOnly),
                    SCIMAttribute(name: "type", about: "User", mutability: .readOnly, canonical: ["User"]),
                ]
            ),
        ]
    )

    static let resource = SCIMResourceSchema(
        UserSchema.common.filter { $0.name != "externalId" } + core.attributes,
        core: core.id
    )
}
