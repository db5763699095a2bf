"""The checksum of a pointer file: the one that it holds, and the one that DVC computes for it."""

import os

from dvc.dvcfile import SingleStageFile


def checksum(repo, directory, request):
    stage = SingleStageFile(repo, os.path.join(directory, request["pointer"])).stage
    return {
        "held": stage.md5,
        "computed": stage.compute_md5(),
        "outs": [out.def_path for out in stage.outs],
    }
