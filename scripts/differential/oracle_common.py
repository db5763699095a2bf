"""What the parts of oracle.py share."""


def jsonable(value):
    """JSON has no infinity, and a float here is never right anyway."""
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    return [jsonable(item) for item in value] if isinstance(value, (list, tuple)) else value


def guarded(action):
    """What the action gives, or the error that would end DVC."""
    try:
        return action(), None
    except Exception as error:  # every error of DVC is an answer here
        cause = "" if error.__cause__ is None else f" ({error.__cause__})"
        return None, f"{type(error).__name__}: {error}{cause}"
