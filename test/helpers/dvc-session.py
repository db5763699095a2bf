"""DVC's own command line without its start-up: a request a line in, an answer a line out, by two FIFOs.

A request is {"cwd": path, "args": [...]}; the answer {"code", "stdout", "stderr"}. Each command runs in a
process of its own, forked from this one, which has imported DVC already and stays as it is.
"""

import json
import os
import sys
import tempfile

import dvc.cachemgr
import dvc.cli
import dvc.cli.parser  # every command
import dvc.data_cloud
import dvc.lock
import dvc.repo.reproduce


def run(request, files):
    for file in files:
        file.seek(0)
        file.truncate()
    child = os.fork()
    if child == 0:
        become(request, files)
    _, status = os.waitpid(child, 0)
    stdout, stderr = (read(file) for file in files)
    return {"code": os.waitstatus_to_exitcode(status), "stdout": stdout, "stderr": stderr}


def become(request, files):
    """The command itself; the stages that it runs inherit the two streams."""
    code = 255
    try:
        os.chdir(request["cwd"])
        os.environ["PWD"] = request["cwd"]
        for number, file in enumerate(files, 1):
            os.dup2(file.fileno(), number)
        code = dvc.cli.main(request["args"])
    except SystemExit as exit:
        code = exit.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def read(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def serve(requests, answers):
    with open(requests, encoding="utf-8") as lines, open(answers, "w", encoding="utf-8") as out:
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            for line in lines:
                print(json.dumps(run(json.loads(line), (stdout, stderr))), file=out, flush=True)


if __name__ == "__main__":
    serve(*sys.argv[1:])
