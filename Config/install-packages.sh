#!/bin/sh
# Installs those packages of packages.txt that are missing, with sudo when not root. No service is started, now or at the
# next boot: whoever runs Pamong here starts private servers, or enables what they want themselves.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
policy=/usr/sbin/policy-rc.d
saved=$policy.before-pamong

wanted() { sed 's/#.*//' "$here/packages.txt"; }

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=
for package in $(wanted); do
    is_installed "$package" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "install-packages.sh: these packages are missing, and there is neither root nor sudo:$missing" >&2
        exit 77
    }
    exec sudo sh "$here/install-packages.sh"
fi

# Packages ask policy-rc.d before they start a service; 101 is "no". One that is already there and says so may stay; any
# other one is put back at the end, and what a killed run has left is put back first.
restore_policy() {
    grep -qs 'made by pamong' "$policy" || return 0
    rm -f "$policy"
    if [ -e "$saved" ] || [ -L "$saved" ]; then mv "$saved" "$policy"; fi
}

forbids_starting() {
    answer=0
    [ ! -x "$policy" ] || "$policy" slapd start >/dev/null 2>&1 || answer=$?
    [ "$answer" -eq 101 ]
}

forbid_starting() {
    restore_policy
    if forbids_starting; then return; fi
    trap restore_policy EXIT
    trap 'exit 130' HUP INT TERM
    if [ -e "$policy" ] || [ -L "$policy" ]; then mv "$policy" "$saved"; fi
    printf '#!/bin/sh\n# made by pamong while it installs packages\nexit 101\n' >"$policy"
    chmod 755 "$policy"
}

install_missing() {
    # shellcheck disable=SC2086 # one word per package
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing </dev/null
}

# Services of packages that were here before are somebody else's.
disable_services() {
    for service in slapd dovecot-core postfix knot; do
        case " $missing " in
            *" $service "*) update-rc.d "${service%-core}" disable >/dev/null 2>&1 || true ;;
        esac
    done
}

echo "Installing Debian packages:$missing"
forbid_starting
install_missing || {
    apt-get update -qq
    install_missing
}
disable_services
