"""The stages of a dvc.yaml as DVC resolves them, and what it says of their params."""

import os

from dvc.dvcfile import ProjectFile
from dvc.parsing import ForeachDefinition, MatrixDefinition
from oracle_common import guarded


def describe_out(out):
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
        "outs": [describe_out(out) for out in stage.outs],
        "frozen": bool(stage.frozen),
        "always_changed": bool(stage.always_changed),
    }


def resolve(repo, directory, _):
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


def params(repo, directory, _):
    """Per stage, what `dvc status` says of its params; nothing is looked up but params."""
    loader = ProjectFile(repo, os.path.join(directory, "dvc.yaml")).stages
    answer = {}
    for name in loader:
        for dep in loader[name].deps:
            if not hasattr(dep, "params"):
                continue
            status, error = guarded(dep.workspace_status)
            value = None if error else status.get(str(dep), {})
            # "new" and "deleted" are of the whole file.
            value = {str(dep): value} if isinstance(value, str) else value
            answer[f"{name} {dep.def_path}"] = {"error": error, "status": value}
    return {"params": answer}
