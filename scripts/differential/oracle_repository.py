"""A whole repository: recorded by DVC, then asked for its status."""

import os


def read_all(directory, cached):
    """Every file that a person would commit to git: all but DVC's own and the cached outs."""
    files = {}
    for root, directories, names in os.walk(directory):
        relative = os.path.relpath(root, directory)
        prefix = "" if relative == "." else f"{relative}/"
        skipped = {".git", *([".dvc"] if prefix == "" else [])}
        directories[:] = [
            name for name in directories if name not in skipped and prefix + name not in cached
        ]
        for name in names:
            path = prefix + name
            if path not in cached:
                with open(os.path.join(root, name), "rb") as file:
                    files[path] = {"latin1": file.read().decode("latin-1")}
    return files


def record(repo, directory, request):
    """`dvc repro`, or `dvc commit` of outs that are there already."""
    for path in request.get("added", []):
        repo.add(path)
    if request["run"]:
        repo.reproduce(all_pipelines=True)
    else:
        repo.commit(force=True)
    repo._reset()
    cached = {
        os.path.relpath(out.fs_path, directory) for out in repo.index.outs if out.use_cache
    }
    return {"files": read_all(directory, cached), "status": repo.status(check_updates=False)}


def status(repo, *_):
    return {"status": repo.status(check_updates=False)}
