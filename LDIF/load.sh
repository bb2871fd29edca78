#!/bin/sh
# Makes a loadable OpenLDAP server out of the files beside this script: configuration, access rules, base tree.
# Nothing is started. Run it as the account slapd will run as (or chown the folders afterwards).
#
#   sh load.sh -c CONFIG -d DATABASE -l ACCESSLOG -r RUN -g GATE [-o CODES] [-s SUFFIX] [-i ID] [-u UID] [-a FILE] [CHANGES.ldif …]
#
#   -c CONFIG     folder for cn=config, made here, must be empty       (slapd -F CONFIG)
#   -d DATABASE   folder for the directory's database, made here
#   -l ACCESSLOG  folder for the log of changes, made here
#   -r RUN        folder for slapd's pid file
#   -g GATE       the gate's own listener, letter for letter as in slapd's -h, e.g. ldapi://%2Frun%2Fpamong%2Fgate.sock
#   -o CODES      folder for what logins with a code write, made here; default: `codes` beside DATABASE
#   -s SUFFIX     default dc=mail,dc=go,dc=id
#   -i ID         this server's number, 1 to 4095; default 1
#   -u UID        who manages the directory over ldapi by EXTERNAL; default: who runs this script
#   -a FILE       holds the hash of a password for cn=admin,SUFFIX; without it there is none, only EXTERNAL
#   CHANGES.ldif  entries or changes to apply last, offline: passwords of the service identities, say
set -eu

usage() { sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0" >&2; exit 64; }

config='' database='' accesslog='' codes='' run='' gate='' suffix='dc=mail,dc=go,dc=id' id=1 operator=$(id -u) hash_file=''
while getopts c:d:l:o:r:g:s:i:u:a: option; do
    case $option in
        c) config=$OPTARG ;; d) database=$OPTARG ;; l) accesslog=$OPTARG ;; o) codes=$OPTARG ;; r) run=$OPTARG ;; g) gate=$OPTARG ;;
        s) suffix=$OPTARG ;; i) id=$OPTARG ;; u) operator=$OPTARG ;; a) hash_file=$OPTARG ;; *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ -n "$config" ] && [ -n "$database" ] && [ -n "$accesslog" ] && [ -n "$run" ] && [ -n "$gate" ] || usage
PATH=$PATH:/usr/sbin
here=$(cd "$(dirname "$0")" && pwd)

# slapd must find its folders wherever it is started from.
absolute() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }
config=$(absolute "$config") database=$(absolute "$database") accesslog=$(absolute "$accesslog") run=$(absolute "$run")
codes=$(absolute "${codes:-$(dirname "$database")/codes}")

mkdir -p "$config" "$database" "$accesslog" "$codes" "$run"
chmod 700 "$config" "$database" "$accesslog" "$codes"
[ -z "$(ls -A "$config")" ] || { echo "load.sh: $config is not empty" >&2; exit 73; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# What stands for the placeholders, as a sed script in a private file, so that no hash shows in a list of processes.
literally() { printf '%s' "$1" | sed 's/[\\&|]/\\&/g'; }
label=${suffix%%,*}
(
    umask 077
    {
        echo "s|@SUFFIX@|$(literally "$suffix")|g"
        echo "s|@DC@|$(literally "${label#*=}")|g"
        echo "s|@DATABASE_DIRECTORY@|$(literally "$database")|g"
        echo "s|@ACCESSLOG_DIRECTORY@|$(literally "$accesslog")|g"
        echo "s|@CODES_DIRECTORY@|$(literally "$codes")|g"
        echo "s|@RUN_DIRECTORY@|$(literally "$run")|g"
        echo "s|@SERVER_ID@|$(literally "$id")|g"
        echo "s|@OPERATOR_UID@|$(literally "$operator")|g"
        echo "s|@GATE_LISTENER@|$(literally "$gate")|g"
        if [ -n "$hash_file" ]; then
            echo "s|@ADMIN_PASSWORD_HASH@|$(literally "$(cat "$hash_file")")|g"
        else
            echo "/@ADMIN_PASSWORD_HASH@/d"
        fi
    } > "$work/placeholders.sed"
)

# fill FILE… : the files one after the other, placeholders replaced.
fill() { for file; do sed -f "$work/placeholders.sed" "$file"; echo; done; }

umask 077
fill "$here"/config/[01]*.ldif > "$work/config.ldif"
slapadd -n0 -F "$config" -l "$work/config.ldif"
fill "$here"/config/2*.ldif > "$work/access.ldif"
slapmodify -n0 -F "$config" -l "$work/access.ldif"
fill "$here"/tree/*.ldif > "$work/tree.ldif"
slapadd -b "$suffix" -F "$config" -S "$id" -w -l "$work/tree.ldif"
fill "$here"/codes/*.ldif > "$work/codes.ldif"
slapadd -b cn=codes -F "$config" -S "$id" -w -l "$work/codes.ldif"
for changes; do
    slapmodify -b "$suffix" -F "$config" -S "$id" -w -l "$changes"
done
