// A program of its own: git's smart HTTP server on loopback, over the directory it is given. Says its port.

import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

const [root = ""] = process.argv.slice(2);

/** What git-http-backend(1) reads, as a web server would set it. */
function cgiEnvironment({ url = "", method = "GET", headers }: IncomingMessage): NodeJS.ProcessEnv {
  const [path = "", query = ""] = url.split("?");
  const header = (name: string): string => String(headers[name] ?? "");
  return {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: "1",
    REMOTE_USER: "test",
    REMOTE_ADDR: "127.0.0.1",
    REQUEST_METHOD: method,
    PATH_INFO: decodeURIComponent(path),
    QUERY_STRING: query,
    CONTENT_TYPE: header("content-type"),
    HTTP_CONTENT_ENCODING: header("content-encoding"),
    GIT_PROTOCOL: header("git-protocol"),
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const backend = spawn("git", ["http-backend"], {
    env: cgiEnvironment(request),
    stdio: ["pipe", "pipe", "inherit"],
  });
  request.pipe(backend.stdin).on("error", () => {});
  let head = Buffer.alloc(0);
  const onHead = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    backend.stdout.off("data", onHead);
    const fields = head
      .subarray(0, end)
      .toString("latin1")
      .split("\r\n")
      .map((line) => /^([^:]+): (.*)$/.exec(line) ?? []);
    for (const [, name = "", value = ""] of fields) {
      if (name === "Status") response.statusCode = Number(value.slice(0, 3));
      else if (name !== "") response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    backend.stdout.pipe(response);
  };
  backend.stdout.on("data", onHead);
}

const server = createServer(answer).listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});
