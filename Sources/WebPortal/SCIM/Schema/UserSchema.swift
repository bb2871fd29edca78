/// What a user is to programs.
enum UserSchema {
    static let core = SCIMSchema(
        id: "urn:ietf:params:scim:schemas:core:2.0:User",
        name: "User",
        about: "A mail account",
        attributes: [
            SCIMAttribute(
                name: "userName",
                about: "The primary mail address, in lower case; a domain of the tenant",
                isRequired: true,
                returned: .always,
                isUnique: true
            ),
            SCIMAttribute(
                name: "name",
                about: "The person's name",
                kind: .complex,
                isRequired: true,
                members: [
                    SCIMAttribute(name: "formatted", about: "The whole name; made of the others when it is left out"),
                    SCIMAttribute(name: "familyName", about: "The surname, or the only name", isRequired: true),
                    SCIMAttribute(name: "givenName", about: "The given name"),
                ]
            ),
            SCIMAttribute(name: "displayName", about: "The name to show"),
            SCIMAttribute(name: "title", about: "The position, such as Kepala Bagian"),
            SCIMAttribute(name: "userType", about: "The kind of employment, such as PNS or PPPK"),
            SCIMAttribute(name: "preferredLanguage", about: "The language of pages and letters, such as id or en"),
            SCIMAttribute(
                name: "active",
                about:
                    "Whether the account can be used. False before its owner has registered (uploaded), and when it is blocked. "
                    + "True registers an uploaded account; it ends a block only that was made by a program.",
                kind: .boolean,
                isRequired: true
            ),
            SCIMAttribute(
                name: "password",
                about: "A new password; never shown",
                mutability: .writeOnly,
                returned: .never
            ),
            SCIMAttribute(
                name: "emails",
                about: "All addresses: userName is the primary one, the others are the extension's aliases",
                kind: .complex,
                isMultiple: true,
                mutability: .readOnly,
                members: [
                    SCIMAttribute(name: "value", about: "The address", mutability: .readOnly),
                    SCIMAttribute(
                        name: "type",
                        about: "work",
                        mutability: .readOnly,
                        canonical: ["work"]
                    ),
                    SCIMAttribute(
                        name: "primary",
                        about: "Whether it is userName",
                        kind: .boolean,
                        mutability: .readOnly
                    ),
                ]
            ),
            SCIMAttribute(
                name: "phoneNumbers",
                about: "Telephone numbers",
                kind: .complex,
                isMultiple: true,
                members: [
                    SCIMAttribute(name: "value", about: "The number", isRequired: true),
                    SCIMAttribute(
                        name: "type",
                        about: "work unless it is mobile",
                        canonical: ["work", "mobile"]
                    ),
                ]
            ),
        ]
    )

    static let account = SCIMSchema(
        id: "urn:pamong:params:scim:schemas:extension:account:2.0:User",
        name: "Account",
        about: "What an account has besides a person",
        attributes: [
            SCIMAttribute(
                name: "service",
                about: "The mail service; the program's only one when it is left out",
                mutability: .immutable
            ),
            SCIMAttribute(
                name: "tenant",
                about: "The agency, treasury office or village authority; the program's only one when it is left out",
                mutability: .immutable
            ),
            SCIMAttribute(
                name: "status",
                about: "Where the account stands",
                mutability: .readOnly,
                canonical: ["uploaded", "active", "blocked"]
            ),
            SCIMAttribute(name: "statusReason", about: "Why it stands there", mutability: .readOnly),
            SCIMAttribute(
                name: "quota",
                about: "The size the mailbox may reach, in bytes, 1 MB to 10 TB; the service's own when it is left out",
                kind: .integer
            ),
            SCIMAttribute(name: "aliases", about: "Further addresses, in domains of the tenant", isMultiple: true),
            SCIMAttribute(
                name: "registered",
                about: "When its owner registered",
                kind: .dateTime,
                mutability: .readOnly
            ),
            SCIMAttribute(
                name: "twoFactorSince",
                about: "Since when a second factor is active",
                kind: .dateTime,
                mutability: .readOnly
            ),
            SCIMAttribute(name: "mailHost", about: "The host of the mailbox", mutability: .readOnly),
        ]
    )

    /// Attributes of every resource (RFC 7643, section 3.1).
    static let common = [
        SCIMAttribute(
            name: "id",
            about: "The identity; it survives every change of address",
            mutability: .readOnly,
            returned: .always
        ),
        SCIMAttribute(name: "externalId", about: "The program's own name for the person, such as the NIP"),
        SCIMAttribute(
            name: "schemas",
            about: "The schemas",
            isMultiple: true,
            mutability: .readOnly,
            returned: .always
        ),
        SCIMAttribute(
            name: "meta",
            about: "About the resource",
            kind: .complex,
            mutability: .readOnly,
            members: ["resourceType", "created", "lastModified", "location", "version"].map {
                SCIMAttribute(name: $0, about: $0, mutability: .readOnly)
            }
        ),
    ]

    static let resource = SCIMResourceSchema(common + core.attributes, extensions: [account], core: core.id)
}
