// The digests of one listed file, in the spellings that manifests use for them.

import type { MappingNode, Node } from "../document/node.ts";
import { malformed, parsed, type Parsed } from "../reading.ts";
import type { Digests } from "./manifest.ts";
import { joined, textOf } from "./nodes.ts";

/** One digest that is given, and by which algorithm. */
interface Claim {
  readonly algorithm: string;
  /** Hex, or as written where it is no digest. */
  readonly value: string;
  readonly line: number;
}

/** Keys of a digest that do not say its algorithm. */
const GENERAL_KEY = /^(?:digests?|checksums?|hash(?:es)?|integrity)$/i;
/** Such keys beside one that says it. */
const VALUE_KEY = /^(?:content|value|hex)$/i;
const ALGORITHM_KEY = /^(?:alg|algorithm)$/i;
const ALGORITHM =
  /^(?:sha-?(?:1|224|256|384|512)|md5|sha3-?\d{3}|blake(?:2[bs]|3)(?:-?\d+)?|crc(?:32|64)c?|xxh\w+)$/i;
const PREFIXED = /^([a-z]+\d*[a-z]*(?:-\d+)?)[:=-](.*)$/i;
/** How many digits the hex of a digest has. */
export const DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};
/** The algorithm by the digits of its hex. */
export const BY_LENGTH: ReadonlyMap<number, string> = new Map(
  Object.entries(DIGITS).map(([algorithm, digits]) => [digits, algorithm]),
);

/** What the fields of a mapping claim; malformed where two of them contradict each other. */
export function digestsOf(node: MappingNode): Parsed<Digests> {
  return merged(fieldsOf(node));
}

/** The same of a value alone: `sha256:<hex>`, hex told apart by its length, a list or a mapping. */
export function digestOf(node: Node): Parsed<Digests> {
  return merged(claimsOf(node));
}

/** Whether a text is a digest, and no path. */
export function isDigest(text: string): boolean {
  const [, name = ""] = PREFIXED.exec(text) ?? [];
  return ALGORITHM.test(name) || /^[0-9a-f]{32,}$/i.test(hexOf(text));
}

/** Whether a key says an algorithm: `sha256`, `SHA-256`, `md5_hash`. */
export function isAlgorithm(key: string): boolean {
  return algorithmOf(key) !== null;
}

type Claims = Parsed<readonly Claim[]>;

function fieldsOf(node: MappingNode): Claims {
  const stated = statedAlgorithm(node);
  return joined(
    node.entries.map(({ key, value }) => {
      const name = textOf(key) ?? "";
      const algorithm = algorithmOf(name);
      if (algorithm !== null) return claimOf(algorithm, value);
      const isValue = GENERAL_KEY.test(name) || (stated !== null && VALUE_KEY.test(name));
      if (!isValue) return parsed([]);
      return stated !== null && value.kind === "scalar" ? claimOf(stated, value) : claimsOf(value);
    }),
  );
}

/** `{alg: SHA-256, content: …}`, as bills of materials have it. */
function statedAlgorithm({ entries }: MappingNode): string | null {
  const text = textOf(entries.find(({ key }) => ALGORITHM_KEY.test(textOf(key) ?? ""))?.value);
  return text !== null && ALGORITHM.test(text) ? plainName(text) : null;
}

/** `SHA-256`, `sha256sum`, `md5_hash`, `checksum_sha256`; null where a key is none of a digest. */
function algorithmOf(key: string): string | null {
  const name = key
    .replace(/^(?:checksum|hash|digest)[-_]/i, "")
    .replace(/[-_]?(?:sum|hash|digest|hex|checksum)$/i, "");
  return ALGORITHM.test(name) ? plainName(name) : null;
}

function plainName(algorithm: string): string {
  return algorithm.toLowerCase().replace(/^sha-/, "sha");
}

function claimsOf(node: Node): Claims {
  if (node.kind === "sequence") return joined(node.items.map(claimsOf));
  if (node.kind === "mapping") return fieldsOf(node);
  const text = textOf(node);
  return parsed(text === null || ALGORITHM.test(text) ? [] : [spelled(text, node.line)]);
}

function claimOf(algorithm: string, node: Node): Claims {
  const { line } = node;
  const text = textOf(node);
  if (text === null) {
    const isNull = node.kind === "scalar";
    return isNull
      ? parsed([])
      : malformed(`line ${line} gives a ${algorithm} that is no text`, line);
  }
  // `sha256: sha256:<hex>` says it twice; what names another algorithm stays as it is, and differs.
  const own = spelled(text, line);
  return parsed([own.algorithm === algorithm ? own : { algorithm, value: text, line }]);
}

/** What is no digest of a known kind is taken for a sha256, which it is not. */
function spelled(text: string, line: number): Claim {
  const [, name = "", value = ""] = PREFIXED.exec(text) ?? [];
  if (ALGORITHM.test(name)) return { algorithm: plainName(name), value: hexOf(value), line };
  const hex = hexOf(text);
  const isHex = /^[0-9a-f]{8,}(?:\.dir)?$/i.test(hex);
  const digits = hex.replace(/\.dir$/, "").length;
  const algorithm = isHex ? (BY_LENGTH.get(digits) ?? `${digits}-digit checksum`) : "sha256";
  return { algorithm, value: hex, line };
}

/** Base64 of a sha256 or md5 as hex; all else as it is. */
function hexOf(text: string): string {
  const isBase64 = /^(?:[a-z0-9+/_-]{43}=|[a-z0-9+/_-]{22}==)$/i.test(text);
  return isBase64 ? Buffer.from(text, "base64").toString("hex") : text;
}

function merged(claims: Claims): Parsed<Digests> {
  if (!claims.ok) return claims;
  const values = new Map<string, string>();
  for (const { algorithm, value, line } of claims.value) {
    const before = values.get(algorithm);
    if (before !== undefined && before.toLowerCase() !== value.toLowerCase())
      return malformed(`line ${line} gives two different ${algorithm} digests of one file`, line);
    values.set(algorithm, before ?? value);
  }
  const others = [...values.keys()].filter((name) => name !== "sha256" && name !== "md5");
  return parsed({ sha256: values.get("sha256") ?? null, md5: values.get("md5") ?? null, others });
}
