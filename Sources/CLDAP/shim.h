/* What Swift cannot import from libldap 2.5 by itself: macros with casts, the on/off option values, and walks over
 * NULL-terminated arrays. Everything else is called as libldap declares it. */
#ifndef CLDAP_SHIM_H
#define CLDAP_SHIM_H

#include <ldap.h>
#include <lber.h>
#include <sasl/sasl.h>
#include <string.h>

/* Message types, as ldap_msgtype() returns them. */
enum {
    CLDAP_BIND_RESPONSE = 0x61,
    CLDAP_SEARCH_ENTRY = 0x64,
    CLDAP_SEARCH_RESULT = 0x65,
    CLDAP_SEARCH_REFERENCE = 0x73,
    CLDAP_EXTENDED_RESPONSE = 0x78,
    CLDAP_INTERMEDIATE_RESPONSE = 0x79
};

static inline int cldap_set_flag(LDAP *handle, int option, int on)
{
    return ldap_set_option(handle, option, on ? LDAP_OPT_ON : LDAP_OPT_OFF);
}

static inline int cldap_set_integer(LDAP *handle, int option, int value)
{
    return ldap_set_option(handle, option, &value);
}

static inline int cldap_set_text(LDAP *handle, int option, const char *value)
{
    return ldap_set_option(handle, option, value);
}

/* Asks for any message, one at a time, waiting up to the given microseconds. */
static inline int cldap_next_message(LDAP *handle, int microseconds, LDAPMessage **message)
{
    struct timeval limit = {0, microseconds};
    return ldap_result(handle, LDAP_RES_ANY, LDAP_MSG_ONE, &limit, message);
}

/* The DN of an entry and the raw BER of its PartialAttributeList (RFC 4511, section 4.5.2), both in place in the
 * message. The list's start is reckoned from its first element, because lber does not tell its read position. */
static inline int cldap_entry_parts(LDAP *handle, LDAPMessage *entry, struct berval *dn, struct berval *attributes)
{
    BerElement *ber = NULL;
    struct berval first = {0, NULL};
    ber_len_t before = 0, after = 0;
    int rc = ldap_get_dn_ber(handle, entry, &ber, dn);

    attributes->bv_len = 0;
    attributes->bv_val = NULL;
    if (rc == LDAP_SUCCESS) {
        ber_get_option(ber, LBER_OPT_BER_REMAINING_BYTES, &before);
        if (before > 0) {
            if (ber_skip_element(ber, &first) == LBER_DEFAULT) {
                rc = LDAP_DECODING_ERROR;
            } else {
                ber_get_option(ber, LBER_OPT_BER_REMAINING_BYTES, &after);
                attributes->bv_len = before;
                attributes->bv_val = first.bv_val + first.bv_len - (before - after);
            }
        }
    }
    if (ber != NULL) ber_free(ber, 0);
    return rc;
}

static inline LDAPControl *cldap_control_at(LDAPControl **controls, int index)
{
    return controls == NULL ? NULL : controls[index];
}

/* Looks a control up by its OID; NULL when it is not there. */
static inline LDAPControl *cldap_find_control(LDAPControl **controls, const char *oid)
{
    for (; controls != NULL && *controls != NULL; controls++) {
        if (strcmp((*controls)->ldctl_oid, oid) == 0) return *controls;
    }
    return NULL;
}

#endif
