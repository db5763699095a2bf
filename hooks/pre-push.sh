#!/bin/sh
# tagproof hook shim 1 pre-push
# `tagproof install` wrote this file and `tagproof uninstall` removes it; an edited copy is left alone.
# A push without a tag ends here, without Node.js and without another process.
#
# POSIX sh, LF only, safe under -e and -u. Nothing but builtins, cat and git: a git client may bring
# no more. Not tested on Windows, where git runs this with its own sh.

line_feed='
'

# The first lines with a builtin, as nearly every push has no more; what is left with one cat.
input= line= lines=0
while [ "$lines" -lt 4 ] && IFS= read -r line; do
  input=$input$line$line_feed line= lines=$((lines + 1))
done
if [ "$lines" -lt 4 ]; then
  input=$input$line
else
  rest=$(cat && printf x)
  input=$input${rest%x}
fi

# True where a remote ref, the last word but one of a line, is a tag. The local ref before it may
# hold spaces and any text, so the quick look may be wrong, but only towards looking closer.
has_tag() {
  case $input in *' refs/tags/'*) ;; *) return 1 ;; esac
  printf '%s\n' "$input" 2>/dev/null | (
    while IFS= read -r line; do
      line=${line% *}
      case ${line##* } in refs/tags/*) exit 0 ;; esac
    done
    exit 1
  )
}

# The refspecs of what is no tag, each after a space; nothing where one of them is not plain enough
# to be typed, or where there are many.
branches() {
  printf '%s\n' "$input" 2>/dev/null | (
    specs= count=0
    while IFS= read -r line; do
      line=${line% *} ref=
      case $line in *' '*' '*) ref=${line##* } line=${line% *} ;; esac
      case $ref in '' | refs/tags/*) continue ;; esac
      from=${line% *} name=${ref#refs/heads/} count=$((count + 1))
      case $input in *" refs/tags/$name "*) name=$ref ;; esac
      case $from in
        '(delete)') spec=:$ref ;;
        "$ref") spec=$name ;;
        HEAD | refs/*) spec=$from:$ref ;;
        *) spec=${line##* }:$ref ;;
      esac
      case $spec in -* | *[!A-Za-z0-9._/:-]*) exit 0 ;; esac
      specs="$specs $spec"
    done
    if [ "$count" -le 4 ]; then printf '%s' "$specs"; fi
  )
}

# Two lines, what is wrong and what to do, and for a mixed push how the branches go alone.
refuse() {
  printf 'tagproof: %s\n  %s\n' "$1" "$2" >&2
  specs=$(branches)
  case ${remote:--} in -* | *[!A-Za-z0-9._/-]*) specs= ;; esac
  if [ -n "$specs" ]; then
    printf '  Without the tag: git push %s%s\n' "$remote" "$specs" >&2
  fi
  exit 1
}

# True for a Node.js that runs tagproof: 20.19 or newer of 20, 22.12 or newer.
is_usable() {
  case $1 in */*) ;; *) return 1 ;; esac
  if [ ! -f "$1" ] || [ ! -x "$1" ]; then return 1; fi
  version=$("$1" --version 2>/dev/null </dev/null) || return 1
  case $version in v*.*.*) ;; *) return 1 ;; esac
  major=${version#v}
  minor=${major#*.}
  major=${major%%.*} minor=${minor%%.*}
  case $major in '' | *[!0-9]*) return 1 ;; esac
  case $minor in '' | *[!0-9]*) return 1 ;; esac
  if [ "$major" -gt 22 ]; then return 0; fi
  if [ "$major" -eq 22 ] && [ "$minor" -ge 12 ]; then return 0; fi
  if [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; then return 0; fi
  too_old=$version
  return 1
}

# The one that `tagproof install` ran with, that of PATH, then where version managers keep theirs:
# a graphical git client has never read the shell's start files.
find_node() {
  recorded= too_old=
  if [ -r "$home/node" ]; then IFS= read -r recorded <"$home/node" || :; fi
  user=${HOME:-/nonexistent}
  data=${XDG_DATA_HOME:-$user/.local/share}
  for node in "$recorded" "$(command -v node || :)" \
    "${NVM_DIR:-$user/.nvm}"/versions/node/*/bin/node \
    "${FNM_DIR:-$data/fnm}"/node-versions/*/installation/bin/node \
    "$user"/.fnm/node-versions/*/installation/bin/node \
    "$user/Library/Application Support/fnm"/node-versions/*/installation/bin/node \
    "${VOLTA_HOME:-$user/.volta}"/tools/image/node/*/bin/node \
    "${ASDF_DATA_DIR:-$user/.asdf}"/installs/nodejs/*/bin/node \
    "${MISE_DATA_DIR:-$data/mise}"/installs/node/*/bin/node \
    "${NODENV_ROOT:-$user/.nodenv}"/versions/*/bin/node \
    /opt/homebrew/bin/node /opt/homebrew/opt/node@*/bin/node \
    /home/linuxbrew/.linuxbrew/bin/node /usr/local/bin/node /usr/bin/node \
    '/c/Program Files/nodejs/node.exe'; do
    if is_usable "$node"; then return 0; fi
  done
  return 1
}

# 86 means that the bundle could not be loaded: set first, so that a file that is empty or cut off is
# never taken for an audit that found nothing. 85 stands for 0, which something that is no Node.js
# could say as well.
load='
process.exitCode = 86;
process.on("exit", (code) => { if (code === 0) process.exitCode = 85; });
const load = async () => {
  const { pathToFileURL } = await import("node:url");
  return (await import(pathToFileURL(process.argv[1]).href)).main;
};
load().then((main) => (typeof main === "function" ? main() : undefined), () => {});
'

# The bundle gets what git gave: the same input and the same arguments.
audit() {
  printf '%s' "$input" 2>/dev/null | (
    unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
    exec "$node" -e "$load" -- "$home/pre-push.mjs" "$@"
  )
}

if ! has_tag; then exit 0; fi

remote=${1-}
home=$(git rev-parse --git-common-dir 2>/dev/null) || home=${0%/*}/..
home=$home/tagproof
bundle_advice="Run \"tagproof install\" again, or remove the hook: $0"
if [ ! -f "$home/pre-push.mjs" ]; then
  refuse 'a tag cannot be audited here: the hook is not fully installed.' "$bundle_advice"
fi
if ! find_node; then
  missing='found no Node.js to audit a tag with.'
  if [ -n "$too_old" ]; then missing="Node.js $too_old is too old to audit a tag with."; fi
  refuse "$missing" 'Install Node.js 20.19, 22.12 or newer, or put it on PATH.'
fi

status=0
audit "$@" || status=$?
case $status in
  85) exit 0 ;;
  0 | 86) refuse 'a tag cannot be audited: the files of the hook are damaged.' "$bundle_advice" ;;
esac
exit "$status"
