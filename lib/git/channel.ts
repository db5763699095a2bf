// One `git cat-file` child: requests go in, answers come back in the same order.

import { Socket } from "node:net";
import { exitFailure, startFailure } from "./failure.ts";
import { FrameParser } from "./framing.ts";
import { awaitEnd, startGit, type GitChild, type GitContext, type GitEnd } from "./process.ts";

/** Said of a body that is too large to be read past: the child is ended, another answers the rest. */
export const UNWANTED = "unwanted";
export type Unwanted = typeof UNWANTED;

/** A question to git. `fail` is called at most once, and then nothing else is. */
export interface Request {
  readonly kind: "info" | "contents";
  readonly name: string;
  /** Gets the header line; returns the length of the body that follows, null for none. */
  readonly header: (line: string) => number | Unwanted | null;
  readonly body: (chunk: Buffer) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

export interface ChannelOptions {
  readonly args: readonly string[];
  /** The line that asks for a request, without its LF. */
  readonly line: (request: Request) => string;
  /** Sent after each batch of lines; empty where git answers each line at once. */
  readonly flush: string;
  /** May take over what a child left unanswered. True: it did. */
  readonly takeOver: (end: GitEnd, answered: number, left: readonly Request[]) => boolean;
  /** Takes over what is left behind a body that nobody wants. */
  readonly onUnwanted: (left: readonly Request[]) => void;
}

class UnwantedBody extends Error {}

/** Lines are sent together, once a microtask, so that thousands of requests cost few writes. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #child: GitChild;
  readonly #ended: Promise<void>;
  /** Sent or about to be; `#next` is the one that is being answered. */
  #pending: Request[] = [];
  #next = 0;
  #answered = 0;
  #outbox: string[] = [];
  #dead: Error | null = null;
  #isClosing = false;

  constructor(context: GitContext, options: ChannelOptions) {
    this.#options = options;
    this.#child = startGit(context, ["cat-file", ...options.args]);
    const parser = new FrameParser({
      header: (line) => this.#readHeader(line),
      body: (chunk) => this.#current().body(chunk),
      end: () => this.#finish(),
    });
    this.#child.stdout.on("data", (chunk: Buffer) => this.#receive(parser, chunk));
    this.#ended = awaitEnd(this.#child).then((end) => this.#bury(end));
    this.#hold(false);
  }

  send(request: Request): void {
    if (this.#dead !== null) {
      request.fail(this.#dead);
      return;
    }
    if (this.#next === this.#pending.length) this.#hold(true);
    this.#pending.push(request);
    if (this.#outbox.length === 0) queueMicrotask(() => this.#write());
    this.#outbox.push(`${this.#options.line(request)}\n`);
  }

  /** Ends the child. What is unanswered fails. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#hold(true);
    if (this.#next < this.#pending.length) this.#child.kill();
    else this.#child.stdin.end();
    await this.#ended;
  }

  #write(): void {
    const lines = this.#outbox;
    this.#outbox = [];
    if (this.#dead === null) this.#child.stdin.write(lines.join("") + this.#options.flush);
  }

  #current(): Request {
    const request = this.#pending[this.#next];
    if (request === undefined) throw new Error("an answer to nothing");
    return request;
  }

  #finish(): void {
    const request = this.#current();
    this.#next += 1;
    this.#answered += 1;
    if (this.#next === this.#pending.length) {
      this.#pending = [];
      this.#next = 0;
      // Whoever waits for the end needs the process to go on, an answer that still came or not.
      if (!this.#isClosing) this.#hold(false);
    }
    request.end();
  }

  #readHeader(line: string): number | null {
    const length = this.#current().header(line);
    if (length === UNWANTED) throw new UnwantedBody();
    return length;
  }

  #receive(parser: FrameParser, chunk: Buffer): void {
    if (this.#dead !== null) return;
    try {
      parser.push(chunk);
    } catch (cause) {
      this.#child.kill();
      if (cause instanceof UnwantedBody) this.#leave();
      else this.#failAll(exitFailure("git cat-file", null, String(cause)));
    }
  }

  /** The child is in the middle of what nobody wants: it is not waited for. */
  #leave(): void {
    const [answered, ...left] = this.#pending.slice(this.#next);
    this.#pending = [];
    this.#failAll(exitFailure("git cat-file", null, "it was ended"));
    this.#hold(false);
    this.#options.onUnwanted(left);
    answered?.end();
  }

  #bury(end: GitEnd): void {
    if (this.#dead !== null) return;
    const left = this.#pending.slice(this.#next);
    const error =
      end.startError === null
        ? exitFailure("git cat-file", end.code, end.stderr)
        : startFailure(end.startError);
    if (left.length > 0 && this.#options.takeOver(end, this.#answered, left)) this.#pending = [];
    this.#failAll(error);
  }

  #failAll(error: Error): void {
    this.#dead = error;
    const left = this.#pending.slice(this.#next);
    this.#pending = [];
    this.#next = 0;
    for (const request of left) request.fail(error);
  }

  /** An idle child must not keep the process alive; one that owes an answer must. */
  #hold(isBusy: boolean): void {
    const handles = [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr];
    for (const handle of handles) {
      if (handle !== this.#child && !(handle instanceof Socket)) continue;
      if (isBusy) handle.ref();
      else handle.unref();
    }
  }
}
