// The answers of `git cat-file --batch*`, cut out of a stream in any chunks.

/** What the parser tells as it goes. */
export interface FrameSink {
  /** A header line without its LF. Returns the length of the body that follows it, null for none. */
  readonly header: (line: string) => number | null;
  readonly body: (chunk: Buffer) => void;
  /** The frame is whole. */
  readonly end: () => void;
}

const LINE_FEED = 10;
/** A missing object is answered with the name that was asked: longer than any name that is sent. */
const HEADER_LIMIT = 1 << 20;

/**
 * `<oid> SP <type> SP <size> LF [<contents> LF]`, or `<name> SP missing LF` (git-cat-file(1)).
 * Whether contents follow depends on what was asked, so the sink says it. Throws on a stream that
 * is not of this form: then nothing after it can be trusted.
 */
export class FrameParser {
  readonly #sink: FrameSink;
  #header = "";
  /** Bytes of the body still to come; null while a header is read. The LF after it counts. */
  #left: number | null = null;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let start = 0;
    while (start < chunk.length) {
      start = this.#left === null ? this.#readHeader(chunk, start) : this.#readBody(chunk, start);
    }
  }

  #readHeader(chunk: Buffer, start: number): number {
    const end = chunk.indexOf(LINE_FEED, start);
    this.#header += chunk.toString("latin1", start, end === -1 ? chunk.length : end);
    if (this.#header.length > HEADER_LIMIT) throw new Error("an answer without an end");
    if (end === -1) return chunk.length;
    const length = this.#sink.header(this.#header);
    this.#header = "";
    if (length === null) this.#sink.end();
    else this.#left = length + 1;
    return end + 1;
  }

  #readBody(chunk: Buffer, start: number): number {
    const left = this.#left ?? 0;
    const end = Math.min(chunk.length, start + left - 1);
    if (end > start) this.#sink.body(chunk.subarray(start, end));
    this.#left = left - (end - start);
    if (this.#left > 1 || end === chunk.length) return end;
    if (chunk[end] !== LINE_FEED) throw new Error("an answer longer than it said");
    this.#left = null;
    this.#sink.end();
    return end + 1;
  }
}
