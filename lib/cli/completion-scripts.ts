// Completion scripts for bash, zsh and fish. Names of tags reach them as data: a tag named
// `v1$(id)` is legal, and bash would run it out of a `compgen -W` list.

/** What may stand somewhere: given words, release tags, files, or nothing known. */
export type Values = readonly string[] | "tags" | "files" | null;

export interface OptionSpec {
  readonly flag: string;
  readonly summary: string;
  readonly takesValue: boolean;
  readonly values: Values;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  /** Of the first argument. */
  readonly values: Values;
  readonly options: readonly OptionSpec[];
}

/** In single quotes, for all three shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function flagsOf(command: CommandSpec): string[] {
  return [...command.options.map((option) => option.flag), "--help"];
}

function bashValues(values: Values): string {
  if (values === "tags") return "_tagproof_tags";
  if (values === "files") return "_tagproof_files";
  return `_tagproof_words ${(values ?? []).map(quoted).join(" ")}`.trimEnd();
}

function bashCase(command: CommandSpec): string {
  const options = command.options
    .filter((option) => option.takesValue)
    .map((option) => `        ${option.flag}) ${bashValues(option.values)}; return ;;\n`);
  const previous =
    options.length === 0 ? "" : `      case "$previous" in\n${options.join("")}      esac\n`;
  return [
    `    ${command.name})\n`,
    previous,
    `      case "$current" in\n`,
    `        -*) _tagproof_words ${flagsOf(command).join(" ")} ;;\n`,
    `        *) ${bashValues(command.values)} ;;\n`,
    "      esac ;;\n",
  ].join("");
}

/** For bash 3.2, which macOS has, and newer. */
export function bashScript(commands: readonly CommandSpec[]): string {
  const names = commands.map((command) => command.name).join(" ");
  return `# bash completion for tagproof
_tagproof_words() {
  local word
  for word in "$@"; do
    case "$word" in "$current"*) COMPREPLY+=("$(printf '%q' "$word")") ;; esac
  done
}
_tagproof_tags() {
  local word
  while IFS= read -r word; do _tagproof_words "$word"; done < <(git tag --list 2>/dev/null)
}
_tagproof_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
}
_tagproof() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then _tagproof_words ${names} --help --version; return; fi
  case "\${COMP_WORDS[1]}" in
${commands.map(bashCase).join("")}  esac
}
complete -F _tagproof tagproof
`;
}

function zshAction(values: Values): string {
  if (values === "tags") return "_tagproof_tags";
  if (values === "files") return "_files";
  return values === null ? " " : `(${values.join(" ")})`;
}

/** Text inside of a zsh specification, where brackets and colons mean something. */
function zshText(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);
}

function zshCase(command: CommandSpec): string {
  const options = command.options.map((option) => {
    const value = option.takesValue ? `:value:${zshAction(option.values)}` : "";
    return quoted(`${option.flag}[${zshText(option.summary)}]${value}`);
  });
  const rest = command.values === null ? [] : [quoted(`*:value:${zshAction(command.values)}`)];
  const lines = [...options, "'--help[show help]'", ...rest].join(" \\\n        ");
  return `    ${command.name})\n      _arguments \\\n        ${lines} ;;\n`;
}

/** For \`source <(tagproof completion zsh)\` after compinit. */
export function zshScript(commands: readonly CommandSpec[]): string {
  const described = commands.map(
    (command) => `    ${quoted(`${command.name}:${zshText(command.summary)}`)}\n`,
  );
  return `#compdef tagproof
_tagproof_tags() {
  local -a tags
  tags=("\${(@f)$(git tag --list 2>/dev/null)}")
  compadd -a tags
}
_tagproof() {
  local -a commands
  commands=(
${described.join("")}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(zshCase).join("")}  esac
}
compdef _tagproof tagproof
`;
}

function fishValues(values: Values): string {
  if (values === "tags") return " -a '(git tag --list 2>/dev/null)'";
  if (values === "files") return " -F";
  return values === null ? "" : ` -a ${quoted(values.join(" "))}`;
}

function fishLines(command: CommandSpec): string[] {
  const here = `complete -c tagproof -n '__fish_seen_subcommand_from ${command.name}'`;
  const options = command.options.map((option) => {
    const value = option.takesValue ? ` -r${fishValues(option.values)}` : "";
    return `${here} -l ${option.flag.slice(2)} -d ${quoted(option.summary)}${value}`;
  });
  const summary = quoted(command.summary);
  return [
    `complete -c tagproof -n __fish_use_subcommand -a ${command.name} -d ${summary}`,
    ...options,
    ...(command.values === null ? [] : [`${here}${fishValues(command.values)}`]),
  ];
}

/** For \`tagproof completion fish | source\`. */
export function fishScript(commands: readonly CommandSpec[]): string {
  const lines = ["# fish completion for tagproof", "complete -c tagproof -f"];
  return [...lines, ...commands.flatMap(fishLines)].map((line) => `${line}\n`).join("");
}
