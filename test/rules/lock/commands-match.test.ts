import { suite } from "uvu";
import { addCases } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";

const commands = suite("rules/lock/commands-match");

function files(declared: string, recorded: string, params = "lr: 0.1\n") {
  return {
    "params.yaml": params,
    "dvc.yaml": `stages:\n  a:\n    cmd: ${declared}\n`,
    "dvc.lock": `schema: '2.0'\nstages:\n  a:\n    cmd: ${recorded}\n`,
  };
}

addCases(commands, "lock/commands-match", {
  "accepts the same command, however it is quoted": { files: files("./a 'x'", `"./a 'x'"`) },
  "resolves templates (case 23)": { files: files("./a ${lr}", "./a 0.1") },
  "refuses another command (case 23)": {
    files: files("./a --new", "./a --old"),
    keys: ["error differs"],
    says: ["Stage a is declared as `./a --new` (dvc.yaml:2)", "`./a --old` was run (dvc.lock:4)"],
  },
  "refuses a templated value that changed": {
    files: files("./a ${lr}", "./a 0.1", "lr: 0.2\n"),
    keys: ["error differs"],
    says: ["`./a 0.2`"],
  },
  "shows where long commands differ": {
    files: files(
      `./a --same ${"x".repeat(80)} --lr 0.2 --end ${"y".repeat(80)}`,
      `./a --same ${"x".repeat(80)} --lr 0.1 --end ${"y".repeat(80)}`,
    ),
    keys: ["error differs"],
    says: ["xxx --lr 0.2 --end yyy", "xxx --lr 0.1 --end yyy"],
  },
  "shows what differs where it is spaces, a line break or a list": {
    files: {
      "dvc.yaml": 'stages:\n  a:\n    cmd: ./a  b\n  b:\n    cmd: "./a\\n"\n  c:\n    cmd: [./a]\n',
      "dvc.lock":
        "schema: '2.0'\nstages:\n  a:\n    cmd: ./a b\n  b:\n    cmd: ./a\n  c:\n    cmd: ./a\n",
    },
    keys: ["error differs", "error differs", "error differs"],
    says: ['`"./a  b"`', '`"./a b"`', '`"./a\\n"`', '`["./a"]`', '`"./a"`'],
  },
  "warns of a long command of which DVC's writer lost spaces, and refuses another one": {
    files: {
      "dvc.yaml": `stages:\n  a:\n    cmd: ./a ${"x".repeat(40)}  y\n  b:\n    cmd: ./b  y\n`,
      "dvc.lock": `schema: '2.0'\nstages:\n  a:\n    cmd: ./a ${"x".repeat(40)} y\n  b:\n    cmd: ./b y\n`,
    },
    keys: ["warning folded", "error differs"],
    says: ["Stage a is declared with more spaces in its command (dvc.yaml:2)"],
  },
  "keeps a list and a string apart (case 23)": {
    files: files("[./a]", "./a"),
    keys: ["error differs"],
  },
  "takes a template without a value for a gap (case 23)": {
    files: files("./a ${nope}", "./a 1"),
    gaps: [/the command of stage a could not be resolved/],
  },
  "does not apply where nothing is locked": {
    files: { "dvc.yaml": "stages:\n  a:\n    cmd: ./a\n" },
    notApplicable: /no stage is both declared and locked/,
  },

  "keeps stages of one name in two files apart (case 45)": {
    files: {
      ...files("./a", "./a"),
      "sub/dvc.yaml": "stages:\n  a:\n    cmd: ./b\n",
      "sub/dvc.lock": "schema: '2.0'\nstages:\n  a:\n    cmd: ./c\n",
    },
    keys: ["error differs"],
    says: ["Stage sub/dvc.yaml:a is declared as `./b`"],
  },
  "compares lists line by line, in order (case 23)": {
    files: files("[./a, ./b]", "[./b, ./a]"),
    keys: ["error differs"],
  },
});

addExample(commands, "lock/commands-match");
commands.run();
