# Starts the audit for tagproof's hooks, which read this file into themselves: POSIX sh, LF only.
# They have set `home`, the directory of the bundle, and `input`, what git gave to the hook.

# True for a Node.js that runs tagproof: 20.19 or newer of 20, 22.12 or newer.
is_usable() {
  case $1 in */*) ;; *) return 1 ;; esac
  if [ ! -f "$1" ] || [ ! -x "$1" ]; then return 1; fi
  version=$(unset NODE_OPTIONS && "$1" --version 2>/dev/null </dev/null) || return 1
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
  no_node='found no Node.js to audit a tag with.'
  if [ -n "$too_old" ]; then no_node="Node.js $too_old is too old to audit a tag with."; fi
  node_advice='Install Node.js 20.19, 22.12 or newer, or put it on PATH.'
  return 1
}

# 86 means that the bundle could not be loaded: set first, so that a file that is empty or cut off is
# never taken for an audit that found nothing. 85 stands for 0, which something that is no Node.js
# could say as well.
load='
process.exitCode = 86;
process.on("exit", (code) => { if (code === 0) process.exitCode = 85; });
const load = async () => require(require("node:path").resolve(process.argv[1])).load();
load().then((main) => (typeof main === "function" ? main() : undefined), () => {});
'

# The entry gets what git gave: the same input and the same arguments.
# Its status is the audit's, 0 where it holds, 86 where the bundle is damaged.
audit() {
  entry=$home/$1
  shift
  status=0
  printf '%s' "$input" 2>/dev/null | (
    unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
    exec "$node" -e "$load" -- "$entry" "$@"
  ) || status=$?
  case $status in
    85) return 0 ;;
    0) return 86 ;;
  esac
  return "$status"
}
