// Where DVC would look, from its configuration: held to what the real DVC says of the same files.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { parseConfig } from "../../../lib/dvc/config.ts";
import { machineDirectories } from "../../../lib/dvc/store/levels.ts";
import { placesOf } from "../../../lib/dvc/store/places.ts";

const places = suite("dvc/store/places");

interface Case {
  readonly name: string;
  /** Files from low to high, with the directory of each. */
  readonly levels: readonly (readonly [directory: string | null, text: string])[];
  readonly remotes?: readonly string[];
  readonly root?: string;
  readonly expected: readonly string[];
}

const DEFAULT = "cache . /r/.dvc/cache";

const CASES: readonly Case[] = [
  { name: "nothing", levels: [], expected: [DEFAULT] },
  {
    name: "a cache beside",
    levels: [["/r/.dvc", "[cache]\n    dir = ../../shared\n"]],
    expected: ["cache . /shared"],
  },
  {
    name: "an absolute cache, of a subproject",
    levels: [["/r/p/.dvc", "[cache]\ndir = /shared/cache/\n"]],
    root: "p",
    expected: ["cache p /shared/cache"],
  },
  {
    name: "the higher level wins, relative to its own file",
    levels: [
      ["/home/u/.config/dvc", "[cache]\ndir = global\n[core]\nremote = a\n"],
      ["/r/.dvc", "[core]\nremote = b\n['remote \"b\"']\nurl = ../b\n"],
      ["/r/.dvc", "['remote \"b\"']\nurl = ../other\n"],
    ],
    expected: ["cache . /home/u/.config/dvc/global", "remote b /r/other"],
  },
  {
    name: "names of remotes in any case, default first, each once",
    levels: [
      [
        "/r/.dvc",
        "[core]\nremote = R3\n['remote \"r3\"']\nurl = file:///r3\n['remote \"Named\"']\nurl = /named\n",
      ],
    ],
    remotes: ["NAMED", "r3", "unknown"],
    expected: [DEFAULT, "remote r3 /r3", "remote named /named"],
  },
  {
    name: "remotes on the network, with a tree, and in circles",
    levels: [
      [
        "/r/.dvc",
        [
          "['remote \"s3\"']\nurl = s3://bucket/path",
          "['remote \"ssh\"']\nurl = ssh://host/path",
          "['remote \"host\"']\nurl = file://host/path",
          "['remote \"share\"']\nurl = //host/path",
          "['remote \"autofs\"']\nurl = /net/host/path",
          "['remote \"tree\"']\nurl = /tree\nworktree = True",
          "['remote \"circle\"']\nurl = remote://circle/more",
          "['remote \"empty\"']\nurl =",
        ].join("\n"),
      ],
    ],
    remotes: ["s3", "ssh", "host", "share", "autofs", "tree", "circle", "empty"],
    expected: [DEFAULT],
  },
  {
    name: "a remote on a remote",
    levels: [
      [
        "/r/.dvc",
        "[core]\nremote=on\n['remote \"base\"']\nurl = ../base\n['remote \"on\"']\nurl = remote://Base/sub\n",
      ],
    ],
    expected: [DEFAULT, "remote on /r/base/sub"],
  },
  {
    name: "the home directory",
    levels: [
      ["/r/.dvc", "[cache]\ndir = ~/cache\n[core]\nremote=h\n['remote \"h\"']\nurl = ~x/y\n"],
    ],
    expected: ["cache . /home/u/cache", "remote h /r/.dvc/~x/y"],
  },
  {
    name: "a remote as the cache",
    levels: [["/r/.dvc", "[cache]\nlocal = Big\n['remote \"big\"']\nurl = /big\n"]],
    expected: ["cache . /big"],
  },
  {
    name: "a relative path of a file that lies nowhere",
    levels: [[null, "[cache]\ndir = x\n[core]\nremote=a\n['remote \"a\"']\nurl = /a\n"]],
    expected: ["remote a /a"],
  },
  {
    name: "lists, interpolation and nested sections are no paths",
    levels: [
      [
        "/r/.dvc",
        "[cache]\ndir = a, b\n[core]\nremote = r\n['remote \"r\"']\n[[inner]]\nurl = /inner\n['remote \"i\"']\nurl = %(x)s/y\n",
      ],
    ],
    remotes: ["i"],
    expected: [DEFAULT],
  },
  {
    name: "quotes, comments, and a byte order mark",
    levels: [
      [
        "/r/.dvc",
        '\uFEFF[core] # the default\r\nremote = \'a\' # it\r\n[\'remote "a"\']\r\n"url" = "/with, comma # and all"\r\n',
      ],
    ],
    expected: [DEFAULT, "remote a /with, comma # and all"],
  },
];

for (const { name, levels, remotes = [], root = "", expected } of CASES) {
  places(name, () => {
    const read = levels.map(([directory, text]) => ({ settings: parseConfig(text), directory }));
    const configured = { levels: read, defaultCache: "/r/.dvc/cache", home: "/home/u" };
    const found = placesOf(configured, root, remotes);
    assert.deepEqual(
      found.map((place) => `${place.kind} ${place.name} ${place.directory}`),
      expected,
    );
  });
}

const MACHINES: readonly (readonly [NodeJS.Platform, NodeJS.ProcessEnv, readonly string[]])[] = [
  ["linux", {}, ["/etc/xdg/dvc"]],
  ["linux", { HOME: "/h" }, ["/etc/xdg/dvc", "/h/.config/dvc"]],
  ["linux", { XDG_CONFIG_DIRS: "/a:/b", XDG_CONFIG_HOME: "/c" }, ["/a/dvc", "/c/dvc"]],
  ["linux", { DVC_SYSTEM_CONFIG_DIR: "/s", DVC_GLOBAL_CONFIG_DIR: "/g" }, ["/s", "/g"]],
  [
    "darwin",
    { HOME: "/h" },
    ["/Library/Application Support/dvc", "/h/Library/Application Support/dvc"],
  ],
  ["win32", {}, []],
];

for (const [platform, environment, expected] of MACHINES) {
  places(`${platform} ${JSON.stringify(environment)}`, () => {
    assert.deepEqual(machineDirectories(environment, platform), expected);
  });
}

places.run();
