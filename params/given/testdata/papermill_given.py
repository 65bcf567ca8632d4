"""Reads {"typed": [text], "yaml": [text]}; prints the repr of what papermill makes of each, null where it raises."""

import json
import sys

import yaml

request = json.load(sys.stdin)
sys.stdin = open("/dev/null")
from papermill.cli import _resolve_type  # noqa: E402
from papermill.iorw import NoDatesSafeLoader  # noqa: E402


def attempt(read, text):
    try:
        return repr(read(text))
    except Exception:
        return None


json.dump(
    {
        "typed": [attempt(_resolve_type, text) for text in request["typed"] or []],
        "yaml": [attempt(lambda t: yaml.load(t, Loader=NoDatesSafeLoader), text) for text in request["yaml"] or []],
    },
    sys.stdout,
)
