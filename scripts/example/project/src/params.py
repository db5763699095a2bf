"""Reads params.yaml: two levels of plain numbers, which is all that this project writes."""


def read_params(path="params.yaml"):
    params, section = {}, None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            key, _, value = line.partition(":")
            if not line.strip():
                continue
            if not line.startswith(" "):
                section = params.setdefault(key.strip(), {})
            else:
                section[key.strip()] = float(value)
    return params
