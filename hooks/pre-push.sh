#!/bin/sh
# tagproof hook shim 3 pre-push
# `tagproof install` wrote this file and `tagproof uninstall` removes it; an edited copy is left alone.
# A push without a tag ends here, without Node.js and without another process, unless it sets a branch
# that only a release may set.
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

# The branches that only a release may set: `tagproof install` has written down how their names begin,
# a line each; there is no such file where the policy names none. It is beside the hooks, or in the git
# directory, from where git starts this, or that of the repository which a linked worktree belongs to.
find_branches() {
  for known in "${0%/*}/../tagproof/branches" "${GIT_DIR:-.git}/tagproof/branches" \
    "${GIT_DIR:-.git}/../../tagproof/branches"; do
    if [ -f "$known" ] && [ -r "$known" ]; then return 0; fi
  done
  return 1
}

# True where one of them is set. It may be wrong towards looking closer, as the policy has globs.
has_branch() {
  case $input in *' refs/heads/'*) ;; *) return 1 ;; esac
  if ! find_branches; then return 1; fi
  printf '%s\n' "$input" 2>/dev/null | (
    while IFS= read -r line; do
      line=${line% *}
      ref=${line##* }
      case $ref in refs/heads/*) ;; *) continue ;; esac
      while IFS= read -r prefix; do
        case $ref in refs/heads/"$prefix"*) exit 0 ;; esac
      done <"$known"
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

# The hook that was here before tagproof's gets all that git gave, and its failure is the push's.
# A script of a shell is read under our own name, so that it finds itself where it always was.
previous=${0%/*}/pre-push.tagproof-previous

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

pass_on() {
  if ! has_previous; then exit 0; fi
  printf '%s' "$input" 2>/dev/null | run_previous "$@"
  exit
}

# A branch is stopped by the audit's refusal and by nothing else: what is missing here or breaks does
# not keep it from going.
audit_branch() {
  home=$(git rev-parse --git-common-dir 2>/dev/null) || home=${0%/*}/..
  home=$home/tagproof
  if [ ! -f "$home/pre-push.cjs" ] || [ ! -f "$home/launch.sh" ]; then return 0; fi
  . "$home/launch.sh"
  if ! find_node; then return 0; fi
  refused=0
  audit pre-push.cjs "$@" || refused=$?
  [ "$refused" -ne 1 ]
}

if ! has_tag; then
  if has_branch && ! audit_branch "$@"; then exit 1; fi
  pass_on "$@"
fi

remote=${1-}
home=$(git rev-parse --git-common-dir 2>/dev/null) || home=${0%/*}/..
home=$home/tagproof
advice="Run \"tagproof install\" again, or remove the hook: $0"
if [ ! -f "$home/pre-push.cjs" ] || [ ! -f "$home/launch.sh" ]; then
  refuse 'a tag cannot be audited here: the hook is not fully installed.' "$advice"
fi
no_node='a tag cannot be audited: the files of the hook are damaged.' node_advice=$advice
. "$home/launch.sh"
if ! find_node; then refuse "$no_node" "$node_advice"; fi

audit pre-push.cjs "$@" && pass_on "$@"
status=$?
case $status in
  86) refuse 'a tag cannot be audited: the files of the hook are damaged.' "$advice" ;;
esac
exit "$status"
