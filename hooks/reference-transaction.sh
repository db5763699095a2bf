#!/bin/sh
# tagproof hook shim 4 reference-transaction
# `tagproof install` wrote this file and `tagproof uninstall` removes it; an edited copy is left alone.
# Git starts it for every ref that it writes. What makes no tag ends here, without another process;
# so does what fetches or repacks tags, which must never be stopped. Only a person's tag is audited.
#
# POSIX sh, LF only, safe under -e and -u. Nothing but builtins, cat, tr, ps and git. Not tested on
# Windows, where git runs this with its own sh.

previous=${0%/*}/reference-transaction.tagproof-previous
line_feed='
'
input= line= ended=no near=no words= alone=yes
if [ -x "$previous" ]; then alone=no; fi

# Nearly every call ends before a shell has even parsed the rest of this file: the states that ask
# nobody, what makes no tag in its first lines and has no more of them, and then a fetch and a packing
# of refs, which write a thousand tags one by one. `read` asks the system for every byte: the input is
# short, so it comes before the words of the git that starts this (see find_writer, for all others).
if [ "${1-}" = prepared ]; then
  for line in 1 2 3 4; do
    if IFS= read -r line; then input=$input$line$line_feed; else input=$input$line ended=yes; fi
    case $line in
      *'0000000000000000000000000000000000000000 refs/tags/'*) ;;
      *' refs/tags/'*) near=yes ;;
    esac
    case $near$ended in nono) ;; *) break ;; esac
  done
elif [ "$alone" = yes ]; then
  exit 0
fi
if [ "$alone" = yes ]; then
  case $near$ended in noyes) exit 0 ;; esac
  if [ -r "/proc/$PPID/cmdline" ]; then
    IFS= read -r words <"/proc/$PPID/cmdline" || :
    words=${words#"${GIT_EXEC_PATH:-/usr/lib/git-core}/"}
    case ${words#/usr/bin/} in gitfetch* | gitpack-refs*) exit 0 ;; esac
  fi
fi

# The hook that was here before tagproof's gets all that git gave, and its failure is the push's.
# A script of a shell is read under our own name, so that it finds itself where it always was.
run_previous() {
  first= shell= option=
  IFS= read -r first 2>/dev/null <"$previous" || :
  case $first in
    '#!'*sh*)
      shell=${first#'#!'}
      shell=${shell# }
      case $shell in *' '*) option=${shell#* } shell=${shell%% *} ;; esac
      case $shell in */env) shell=$option option= ;; esac
      case $shell in *[!A-Za-z0-9_./-]*) shell= ;; *sh) ;; *) shell= ;; esac
      case $option in
        '') ;;
        -[aefhnuvx]*) case ${option#-} in *[!aefhnuvx]*) shell= ;; esac ;;
        *) shell= ;;
      esac
      ;;
  esac
  if [ -z "$shell" ]; then
    "$previous" "$@"
  else
    "$shell" ${option:+"$option"} -c 'tagproof=$1; shift; . "$tagproof"' "$0" "$previous" "$@"
  fi
}

has_previous() { [ -f "$previous" ] && [ -x "$previous" ]; }

# What was read, and what was not yet.
pass_on() {
  if ! has_previous; then exit 0; fi
  {
    printf '%s' "$input" 2>/dev/null || :
    if [ "$ended" = no ]; then cat; fi
  } | run_previous "$@"
  exit
}

# True where a line `<old> <new> <ref>` creates or moves a tag. Not for a deletion, and not for the
# deletion that packs a ref; a value of git 2.46 that names another ref is none of an object.
makes_tag() {
  case $1 in *' refs/tags/'*) ;; *) return 1 ;; esac
  old=${1%% *} ref=${1#* }
  new=${ref%% *} ref=${ref#* }
  case $ref in refs/tags/*) ;; *) return 1 ;; esac
  case $new in ref:*) return 1 ;; *[!0]*) ;; *) return 1 ;; esac
  [ "$new" != "$old" ]
}

# The process of the git that writes: the parent, or one above it where a hook manager is between.
find_git() {
  git=$PPID steps=0
  while [ "$steps" -lt 9 ]; do
    name= stat=
    IFS= read -r name 2>/dev/null <"/proc/$git/comm" || return 1
    case $name in git | git-*) return 0 ;; esac
    IFS= read -r stat 2>/dev/null <"/proc/$git/stat" || return 1
    stat=${stat##*) }
    stat=${stat#* }
    git=${stat%% *} steps=$((steps + 1))
  done
  return 1
}

# The subcommand of the words on stdin, a line each: options before it are passed over with their
# values. A message may hold any word, so the first one that is no option is it.
subcommand() {
  IFS= read -r word || return 1
  case ${word##*/} in
    git) ;;
    git-*) printf '%s' "${word##*/git-}" && return ;;
    *) return 1 ;;
  esac
  while IFS= read -r word; do
    case $word in
      -C | -c | --git-dir | --work-tree | --namespace | --super-prefix | --config-env | --attr-source)
        IFS= read -r word || return 1
        ;;
      -*) ;;
      *) printf '%s' "$word" && return ;;
    esac
  done
  return 1
}

# Without /proc, as on macOS, `ps` joins the words: only a subcommand right after `git` is sure.
subcommand_by_ps() {
  words=$(ps -o args= -p "$PPID" 2>/dev/null) || return 1
  first=${words%% *} words=${words#* }
  case ${first##*/} in git) ;; *) return 1 ;; esac
  case $words in -*) return 1 ;; esac
  printf '%s' "${words%% *}"
}

# Sets `writer`: a person who makes tags, another (fetch, clone, a packing of refs), or unknown.
# The kernel's list of words has NULs between them, which `read` drops in every shell, so that the
# usual forms are known by how they begin, without another process.
find_writer() {
  writer=unknown command=
  if find_git; then
    words=
    IFS= read -r words 2>/dev/null <"/proc/$git/cmdline" || :
    case $words in
      "${GIT_EXEC_PATH:-/usr/lib/git-core}/git"*) words=${words#"${GIT_EXEC_PATH:-/usr/lib/git-core}/"} ;;
      /usr/bin/git*) words=${words#/usr/bin/} ;;
    esac
    case $words in
      gitfetch* | gitpack-refs* | gitclone* | gitrefsmigrate* | git-receive-pack*) command=fetch ;;
      gittag* | gitupdate-ref*) command=tag ;;
      *) command=$(tr '\0\n' '\n ' 2>/dev/null <"/proc/$git/cmdline" | subcommand) || command= ;;
    esac
  else
    command=$(subcommand_by_ps) || command=
  fi
  case $command in
    tag | update-ref) writer=person ;;
    fetch | pull | clone | remote | submodule | pack-refs | gc | maintenance | refs | receive-pack) writer=other ;;
  esac
}

# True where the input makes a tag.
has_tag() {
  case $input in *' refs/tags/'*) ;; *) return 1 ;; esac
  printf '%s\n' "$input" 2>/dev/null | (
    while IFS= read -r line; do
      if makes_tag "$line"; then exit 0; fi
    done
    exit 1
  )
}

# True where every tag of the input has just been fetched under its own name.
is_fetched() {
  tab=$(printf '\t')
  fetched=${GIT_DIR:-.git}/FETCH_HEAD
  if [ ! -f "$fetched" ]; then return 1; fi
  fetched=$line_feed$(cat "$fetched")
  printf '%s\n' "$input" 2>/dev/null | (
    while IFS= read -r line; do
      if ! makes_tag "$line"; then continue; fi
      what="tag '${ref#refs/tags/}' of "
      case $fetched in
        *"$line_feed$new$tab$tab$what"* | *"$line_feed$new${tab}not-for-merge$tab$what"*) ;;
        *) exit 1 ;;
      esac
    done
    exit 0
  )
}

# Where nothing can be audited, a name without a digit is no release, and an unknown writer goes on.
refuse() {
  printf 'tagproof: %s\n  %s\n' "$1" "$2" >&2
  case $writer$input in person*' refs/tags/'*[0-9]*) exit 1 ;; esac
  pass_on "$3"
}

if [ "${1-}" != prepared ]; then
  if has_previous; then run_previous "$@"; fi
  exit
fi

if [ "$near$ended" = noyes ]; then pass_on "$@"; fi

find_writer
if [ "$writer" = other ]; then pass_on "$@"; fi
if [ "$ended" = no ]; then
  rest=$(cat && printf x)
  input=$input${rest%x} ended=yes
fi
if ! has_tag; then pass_on "$@"; fi
if [ "$writer" = unknown ] && is_fetched; then pass_on "$@"; fi

home=$(git rev-parse --git-common-dir 2>/dev/null) || home=${0%/*}/..
home=$home/tagproof
advice="Run \"tagproof install\" again, or remove the hook: $0"
if [ ! -f "$home/reference-transaction.cjs" ] || [ ! -f "$home/launch.sh" ]; then
  refuse 'a tag cannot be audited here: the hook is not fully installed.' "$advice" "$1"
fi
no_node='a tag cannot be audited: the files of the hook are damaged.' node_advice=$advice
. "$home/launch.sh"
if ! find_node; then refuse "$no_node" "$node_advice" "$1"; fi

audit reference-transaction.cjs "$writer" && pass_on "$@"
status=$?
case $status in
  86) refuse 'a tag cannot be audited: the files of the hook are damaged.' "$advice" "$1" ;;
esac
exit "$status"
