"""DVC's own answers, for scripts/differential.ts: one JSON request a line in, one JSON answer a line out.

Called with the directory of its project, which may hold a `.git`: the project has no SCM, so that
DVC leaves that alone. A request is {"kind": …, "files": {path: content}, …}; the files replace those of
the request before. A content is a text, {"latin1": bytes} or {"link": target}.
"""

import json
import os
import shutil
import sys

import dvc_data.hashfile.state as hash_state

# DVC believes in a size and a time of a file that it hashed before. Files change too fast here.
hash_state.State = lambda *_, **__: hash_state.StateNoop()

import oracle_files  # noqa: E402
import oracle_imports  # noqa: E402
import oracle_repository  # noqa: E402
import oracle_stages  # noqa: E402
from dvc.cachemgr import CacheManager  # noqa: E402
from oracle_common import guarded, jsonable  # noqa: E402

KINDS = {
    "resolve": oracle_stages.resolve,
    "params": oracle_stages.params,
    "hash": oracle_files.hashes,
    "import": oracle_imports.checksum,
    "record": oracle_repository.record,
    "status": oracle_repository.status,
}


def clear(directory):
    for entry in os.listdir(directory):
        path = os.path.join(directory, entry)
        if entry == ".git":
            continue
        if entry == ".dvc":
            shutil.rmtree(os.path.join(path, "cache"), ignore_errors=True)
            write(directory, ".dvc/config", "[core]\n    no_scm = True\n")
        elif os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def write(directory, path, content):
    target = os.path.join(directory, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if isinstance(content, dict) and "link" in content:
        os.symlink(content["link"], target)
        return
    data = content.encode() if isinstance(content, str) else content["latin1"].encode("latin-1")
    with open(target, "wb") as file:
        file.write(data)


def write_files(repo, directory, request):
    """All files anew, or with "edits" only those that change; null takes one away."""
    if "edits" not in request:
        clear(directory)
        # It remembers which of its directories it made.
        repo.cache = CacheManager(repo)
    for path, content in {**request.get("files", {}), **request.get("edits", {})}.items():
        target = os.path.join(directory, path)
        if os.path.lexists(target):
            os.remove(target)
        if content is not None:
            write(directory, path, content)


def answer_to(repo, directory, request):
    write_files(repo, directory, request)
    repo._reset()
    repo.config["parsing"] = request.get("parsing", {})
    return KINDS[request["kind"]](repo, directory, request)


def main():
    directory = os.path.realpath(sys.argv[1])
    os.environ["DVC_SITE_CACHE_DIR"] = os.path.join(directory, ".dvc", "tmp", "site")
    os.environ["DVC_NO_ANALYTICS"] = "1"
    os.chdir(directory)
    # Before DVC is loaded: it greets on standard output, and a stage may print too.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    from dvc.repo import Repo

    repo = Repo.init(directory, no_scm=True)
    for line in sys.stdin:
        request = json.loads(line)
        answer, error = guarded(lambda: answer_to(repo, directory, request))
        text = json.dumps(jsonable(answer) if error is None else {"error": error})
        print(text, file=answers, flush=True)


if __name__ == "__main__":
    main()
