"""The one JSON text of a value: members sorted by name, no blanks, whole numbers."""

import json


class NotCanonical(Exception):
    """The bytes are no JSON, or JSON written in another way than the canonical one."""


def _no_float(text):
    raise NotCanonical(f"{text[:40]} is no whole number")


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def encode(value):
    """The canonical bytes of a value made of objects, lists, texts, whole numbers, true, false and null."""
    return _ENCODER.encode(value).encode("utf-8")


def decode(raw):
    """The value behind canonical bytes; raises NotCanonical for everything else."""
    try:
        value = _DECODER.decode(raw.decode("utf-8"))
        again = encode(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"no JSON: {str(error)[:120]}") from None
    if again != raw:
        raise NotCanonical("written in another way than the canonical one")
    return value
