"""DVC's own command line, many times in one process: one JSON request a line in, one answer a line out.

A request is {"cwd": path, "args": [...]}; the answer {"code": number, "text": what was printed}.
"""

import json
import os
import sys
import tempfile


def run(request, log):
    from dvc.cli import main

    os.chdir(request["cwd"])
    start = os.lseek(log, 0, os.SEEK_END)
    try:
        code = main(request["args"])
    except SystemExit as exit:
        code = exit.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    end = os.lseek(log, 0, os.SEEK_END)
    return {"code": code, "text": os.pread(log, end - start, start).decode("utf-8", "replace")}


def serve():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with tempfile.TemporaryFile() as file:
        # Stage commands inherit the two streams, which are not theirs to write answers to.
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        for line in sys.stdin:
            print(json.dumps(run(json.loads(line), file.fileno())), file=answers, flush=True)


if __name__ == "__main__":
    serve()
