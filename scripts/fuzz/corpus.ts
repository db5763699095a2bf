// What is mutated: a few real documents for each target, and the pieces that break parsers.

/** By target; the empty name is of all. */
export const corpus: Readonly<Record<string, readonly string[]>> = {
  yaml: [
    "lr: 1e-05\nm: &a {b: [1, 2.5, null]}\nn: *a\nlist:\n- x\n- - y\n- 'it''s'\ntext: |\n  a\n  b\n",
    "<<: {a: 1}\nb: !!str 5\nd: 2020-01-01\nt: 2001-12-14t21:59:43.10-05:00\nx: 0x1F\ny: 1_000\n? k\n: v\n",
  ],
  json: ['{"a": [1, -2.5e10, null, true, "\\u00e9\\ud83d\\ude00"], "b": {"c": {}}, "n": NaN}\n'],
  toml: [
    'a = 1\nb.c = "x"\n[t]\nd = 1979-05-27T07:32:00Z\nl = [1, [2, 3]]\n[[u]]\nx = {y = 1.5}\n[[u]]\nm = """a\nb"""\n',
  ],
  python: [
    "a = 1\nb: int = -2\nc = {'x': [1, (2,)], 'y': None}\nclass T:\n    lr = 1e-5\n    def __init__(self):\n        self.n = 3\n",
  ],
  lock: [
    "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n    deps:\n    - path: data\n      hash: md5\n      md5: d751713988987e9331980363e24189ce.dir\n      size: 0\n      nfiles: 0\n    params:\n      params.yaml:\n        lr: 0.1\n    outs:\n    - path: m.json\n      hash: md5\n      md5: d41d8cd98f00b204e9800998ecf8427e\n      size: 0\n",
    "train:\n  cmd: x\n  deps:\n  - path: a\n    md5: d41d8cd98f00b204e9800998ecf8427e\n",
    "schema: '2.0'\nstages:\n  s:\n    cmd: [a, b]\n    deps:\n    - path: d\n      files:\n      - {relpath: x, md5: d41d8cd98f00b204e9800998ecf8427e, size: 1}\n    - path: ds://x\n      dataset: {name: x, url: u, type: url}\n",
  ],
  pipeline: [
    "vars: [params.yaml, {a: 1}]\nstages:\n  one:\n    cmd: run ${lr} ${m.b[0]}\n    wdir: ${name}\n    deps: [a, {b: {}}]\n    params: [lr, {p.json: [x], q.py: null}]\n    outs: [{o: {cache: false, persist: true}}]\n    metrics: [m.json]\n  two:\n    foreach: ${list}\n    do: {cmd: 'x ${item.a} ${key}'}\n  three:\n    matrix: {a: [1, 2], b: ${list}}\n    cmd: y ${item.a}\nartifacts:\n  model: {path: m, type: model, labels: [x]}\nplots:\n- p.csv: {x: a, y: {f.csv: b}}\nlr: 0.1\nm: {b: [1]}\nname: n\nlist: [{a: 1}, {a: 2}]\n",
  ],
  "lock-ways": [
    "schema: '2.0'\nstages:\n  train:\n    cmd: python train.py\n      --more\n    deps:\n    - path: data\n      hash: md5\n      md5: d751713988987e9331980363e24189ce.dir\n      size: 0\n      nfiles: 0\n    params:\n      params.yaml:\n        lr: 0.1\n        l:\n        - 1\n    outs:\n    - path: m.json\n      md5: d41d8cd98f00b204e9800998ecf8427e\n      size: 0\n  b@1:\n    cmd: x\n",
  ],
  "pipeline-ways": [
    "vars: [params.yaml]\n\nstages:\n  one:\n    # why\n    cmd: run it\n    wdir: w\n    deps:\n    - a\n    - b/c\n    params:\n    - lr\n    - p.json:\n      - x\n    outs:\n      - o:\n          cache: false\n    metrics:\n    - m.json\n    frozen: true\n\n  two:\n    foreach: [a]\n    do:\n      cmd: x ${item}\nartifacts:\n  model: {path: o}\n",
  ],
  pointer: [
    "md5: 6bbe70d886ab9f4fbfc657aa8b545567\nfrozen: true\ndeps:\n- path: a\n  repo:\n    url: https://h/r\n    rev_lock: 6016276edb1e1ae4a71f87732eee8ef8a51f487e\nouts:\n- md5: d41d8cd98f00b204e9800998ecf8427e\n  size: 1\n  hash: md5\n  path: a\n",
  ],
  policy: [
    "extends: strict\nreleases:\n  tags: [plain, gto, {match: 'release-{version}', project: p}]\n  ignore: ['nightly-*']\nbundle:\n  path: publish/v{major}\n  roles: {model: 'm.*'}\nrules: {tag/signed: error, review/linked: [error, {allowFirst: true}]}\n",
  ],
  "directory-object": [
    '[{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a/b"}, {"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "c", "size": 3}]',
  ],
  "manifest-json": [
    '{"release": "v1.0.0", "files": [{"path": "model.json", "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "size": 1}]}',
    '{"artifacts": {"model": {"path": "m", "md5": "d41d8cd98f00b204e9800998ecf8427e"}}}',
    '["a", "b/c"]',
  ],
  "manifest-sums": [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a/b\n\\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 *c\\nd\n",
  ],
  "manifest-signature": [
    '{"dsseEnvelope": {"payloadType": "application/vnd.in-toto+json", "payload": "eyJzdWJqZWN0IjpbXX0=", "signatures": []}}',
  ],
  "manifest-bill": [
    '{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [{"type": "file", "name": "a", "hashes": [{"alg": "SHA-256", "content": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}]}',
  ],
  "dvc-config": [
    '[core]\n    remote = s\n    autostage = true\n[\'remote "s"\']\n    url = s3://b/c;x\n    a = \'x, y\', "z"\n[[deep]]\nb = """x\ny"""\n',
  ],
  "dvc-status": [
    '{"s": [{"changed deps": {"a": "modified", "params.yaml": {"lr": "new"}}}, {"changed outs": {"/repository/o": "not in cache"}}, "always changed"]}',
  ],
  dvcignore: [
    "\n*.tmp\n!keep.tmp\n/a/**/b\n[a-z]?\n\\#x\ndata/\na/b.tmp\n",
    "\n**/*a*a*a*a*b\naaaaaaaaaaaaaaaaaaaaaaaa\n",
  ],
  gitattributes: [
    '* text=auto\n*.bin filter=lfs -text\n"a b" ident\n[attr]x y\n**/a?[b-z] working-tree-encoding=UTF-16\n',
  ],
  "name-glob": [
    "*a*[!b-z]?\naab\nxaay\n",
    "*a*a*a*a*a*a*b\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
  ],
  "param-path": ["m.*.b\nm: {a: {b: 1}, c: [1, {b: 2}]}\n"],
  "git-config": ["command\0tagproof.waive\nv1 x/y: z\0local\0a.b\n\0"],
  tag: [
    "object 1111111111111111111111111111111111111111\ntype commit\ntag v1\ntagger A <a@b> 1 +0000\n\nreleased\n\nWaive: x/y: z\nBaseline: v0\n-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----\n",
  ],
  commit: [
    "tree 1111111111111111111111111111111111111111\nparent 2222222222222222222222222222222222222222\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 -0730\nencoding latin1\ngpgsig x\n y\n\nsubject\n\nbody\n",
  ],
  tree: [
    "100644 a\0xxxxxxxxxxxxxxxxxxxx40000 d\0yyyyyyyyyyyyyyyyyyyy160000 s\0zzzzzzzzzzzzzzzzzzzz",
  ],
  trailers: ["subject\n\nWaive: x/y: because\n of this\nSigned-off-by: A <a@b>\n"],
  waiver: ["v1.2.0 review/linked: agreed in #41"],
  name: ["v1.2.0-rc.1+b", "dir/x=model@v1.0.0#2", "model#prod!#5", "release-latest-1.2", "ｖ1．0"],
  "pre-push": [
    "refs/tags/v1 1111111111111111111111111111111111111111 refs/tags/v1 0000000000000000000000000000000000000000\n",
  ],
  "pre-receive": [
    "0000000000000000000000000000000000000000 1111111111111111111111111111111111111111 refs/tags/v1\n",
  ],
};

/** Targets that read the documents of another. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  "yaml-lanes": ["yaml", "lock", "pipeline", "pointer"],
  resolve: ["pipeline"],
  "manifest-yaml": ["yaml", "manifest-json"],
  "param-path": ["yaml"],
  json: ["manifest-json", "directory-object", "dvc-status"],
};

export function documentsOf(target: string): readonly string[] {
  const others = (ALSO[target] ?? []).flatMap((name) => corpus[name] ?? []);
  return [...(corpus[target] ?? []), ...others];
}

/** Spliced into documents: what means something somewhere, and what is too much of it. */
export const pieces: readonly string[] = [
  "\0", "\ufeff", "\r\n", "\r", "\t", "\u2028", "\u0085", "\ud800", "\u{1f600}", "e\u0301", "\x1b[31m",
  "__proto__", "constructor", "toString", "<<", "<<: *a", "&a", "*a", "!!binary", "!x", "---\n", "...\n", "%YAML 1.1\n",
  "${", "}", "${item}", "${a[0].b}", "\\${", "[", "]", "{", "}", "(", ")", ",", ":", "- ", "? ", "| ", "> ", "#", "'", '"', "'''", '"""',
  "null", "~", "true", "NaN", ".inf", "-0", "1e999", "0x", "0b1", "9".repeat(40), "1_0", "2020-13-45", "=", "../", "/", "//", ".", "..",
  "*", "**", "?", "[!", "\\", "^", "$", "@", "!", "<<<<<<< x\n", "=======\n", ">>>>>>> y\n", " ", "\n", "\n\n", "    ", ".dir", "md5",
]; // prettier-ignore
