"""The hashes of files and directories, of both kinds, as a dep of a stage has them."""

import os

from dvc.dependency import loadd_from
from dvc.fs import localfs
from dvc.stage import Stage
from oracle_common import guarded

NO_MD5 = "0" * 32


def hash_of(stage, entry):
    (dep,) = loadd_from(stage, [entry])
    if not dep.exists:
        return None
    found = dep.get_hash()
    return f"{found.name}:{found.value}"


def hashes(repo, directory, request):
    stage = Stage(repo, os.path.join(directory, "dvc.yaml"))
    # As `dvc status` does before it hashes: it learns here where other projects lie.
    list(repo.dvcignore.walk(localfs, directory, followlinks=False))
    answer = {}
    for path in request["asked"]:
        kinds = {"md5": {"hash": "md5"}, "legacy": {}}
        for kind, more in kinds.items():
            entry = {"path": path, "md5": NO_MD5, **more}
            value, error = guarded(lambda entry=entry: hash_of(stage, entry))
            answer.setdefault(path, {})[kind] = {"error": error, "hash": value}
    return {"hashes": answer}
