"""DVC's own answers, for scripts/differential.ts: one JSON request a line in, one JSON answer a line out.

A request is {"kind": "resolve" | "params", "files": {path: text}, "parsing": {...}}. The files are
written into one DVC project without git; nothing of them is run.
"""

import json
import os
import shutil
import sys
import tempfile

from dvc.dvcfile import ProjectFile
from dvc.parsing import ForeachDefinition, MatrixDefinition
from dvc.repo import Repo


def describe_out(out, stage):
    return {
        "path": out.def_path,
        "cache": out.use_cache,
        "persist": out.persist,
        "push": out.can_push,
        "remote": out.remote,
        "bucket": "metrics" if out.metric else "plots" if out.plot else "outs",
    }


def describe_stage(stage, directory):
    params = [dep for dep in stage.deps if hasattr(dep, "params")]
    wdir = os.path.relpath(stage.wdir, directory)
    return {
        "cmd": stage.cmd,
        "wdir": wdir,
        "deps": [dep.def_path for dep in stage.deps if dep not in params],
        "params": [[dep.def_path, dep.params] for dep in params],
        "outs": [describe_out(out, stage) for out in stage.outs],
        "frozen": bool(stage.frozen),
        "always_changed": bool(stage.always_changed),
    }


def jsonable(value):
    """JSON has no infinity, and a float here is never right anyway."""
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    return [jsonable(item) for item in value] if isinstance(value, list) else value


def guarded(action):
    """What the action gives, or the error that would end DVC."""
    try:
        return action(), None
    except Exception as error:  # every error of DVC is an answer here
        return None, f"{type(error).__name__}: {error}"


def resolve(repo, directory):
    dvcfile = ProjectFile(repo, os.path.join(directory, "dvc.yaml"))
    loader, error = guarded(lambda: dvcfile.stages)
    if error:
        return {"error": error}
    definitions, error = guarded(lambda: dvcfile.resolver.definitions)
    if error:
        return {"error": error}
    answer = []
    for name, definition in definitions.items():
        names = [name]
        if isinstance(definition, (ForeachDefinition, MatrixDefinition)):
            names, error = guarded(definition.get_generated_names)
            if error:
                answer.append({"name": name, "error": error})
                continue
        for one in names:
            stage, error = guarded(lambda one=one: describe_stage(loader[one], directory))
            answer.append({"name": one, "error": error, "stage": stage})
    return {"stages": answer}


def params(repo, directory):
    """Per stage, what `dvc status` says of its params; nothing is looked up but params."""
    loader = ProjectFile(repo, os.path.join(directory, "dvc.yaml")).stages
    answer = {}
    for name in loader:
        for dep in loader[name].deps:
            if not hasattr(dep, "params"):
                continue
            status, error = guarded(dep.workspace_status)
            value = None if error else status.get(str(dep), {})
            answer[f"{name} {dep.def_path}"] = {"error": error, "status": value}
    return {"params": answer}


def write_files(directory, files):
    for entry in os.listdir(directory):
        if entry != ".dvc":
            path = os.path.join(directory, entry)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    for path, text in files.items():
        target = os.path.join(directory, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)


def main():
    directory = os.path.realpath(tempfile.mkdtemp(prefix="differential-"))
    os.environ["DVC_SITE_CACHE_DIR"] = os.path.join(directory, ".dvc", "site")
    os.environ["DVC_NO_ANALYTICS"] = "1"
    os.chdir(directory)
    repo = Repo.init(directory, no_scm=True)
    try:
        for line in sys.stdin:
            request = json.loads(line)
            write_files(directory, request["files"])
            repo.config["parsing"] = request.get("parsing", {})
            action = resolve if request["kind"] == "resolve" else params
            answer, error = guarded(lambda: action(repo, directory))
            print(json.dumps(jsonable(answer) if error is None else {"error": error}), flush=True)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
