# SPDX-License-Identifier: BSL-1.0
"""The page of the codegen lab: page.html with the data in it, one file that needs nothing else."""

import json
import math
import pathlib

KINDS = ("fma", "arithmetic", "load", "store", "broadcast", "shuffle", "branch", "call", "integer",
         "label", "gap")
COUNTERS = ("instructions", "fmas", "arithmetic", "loads", "stores", "broadcasts", "shuffles",
            "spills", "calls", "vector_bits")

_TEMPLATE = pathlib.Path(__file__).with_name("page.html")
_PLACE = "@DATA@"
_LISTS = {"compilers": "text", "isas": "text", "specimens": "title", "variants": "text"}
_CHOICE = {"specimen": "specimens", "variant": "variants", "compiler": "compilers", "isa": "isas"}
_TEXTS = ("source", "nest", "function")
_NUMBERS = ("fmas_per_load", "cycles", "limit")
# What an entry with a problem need not say.
_EMPTY = {"source": "", "nest": "", "function": "", "lines": [], "counters": None,
          "fmas_per_load": None, "cycles": None, "cpu": None, "limit": None}


def _demand(true, sentence):
    if not true:
        raise ValueError(sentence)


def _member(thing, key, kind, where):
    """thing[key], which must be there and of such a type."""
    _demand(isinstance(thing, dict), f"{where} is not an object")
    _demand(key in thing, f"{where} has no {key}")
    _demand(isinstance(thing[key], kind), f"{where}: {key} is a {type(thing[key]).__name__}")
    return thing[key]


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _ids(data, name, text):
    """The ids of a list whose items have an id and a text each."""
    items = _member(data, name, list, "the data")
    _demand(items, f"the data: {name} is empty")
    ids = [_member(item, "id", str, f"{name}[{i}]") for i, item in enumerate(items)]
    for i, item in enumerate(items):
        _member(item, text, str, f"{name}[{i}]")
        if name == "specimens":
            _member(item, "source", str, f"{name}[{i}]")
        _demand(ids.index(ids[i]) == i, f"{name} has {ids[i]!r} twice")
    return set(ids)


def _check_lines(lines, where):
    for i, line in enumerate(lines):
        _demand(isinstance(line, (list, tuple)) and len(line) == 3,
                f"{where}: lines[{i}] is not [text, kind, is it in the hot loop]")
        text, kind, hot = line
        _demand(isinstance(text, str) and isinstance(hot, bool),
                f"{where}: lines[{i}] is not [text, kind, is it in the hot loop]")
        _demand(kind in KINDS, f"{where}: lines[{i}] is of no known kind: {kind!r}")


def _checked_entry(entry, where, known):
    """The entry with all that the page reads."""
    choice = tuple(_member(entry, key, str, where) for key in _CHOICE)
    where += f" ({', '.join(choice)})"
    for (key, name), value in zip(_CHOICE.items(), choice):
        _demand(value in known[name], f"{where}: there is no {key} {value!r}")
    if _member(entry, "problem", str, where):
        entry = {**_EMPTY, **entry}
    for key in _TEXTS:
        _member(entry, key, str, where)
    _check_lines(_member(entry, "lines", (list, tuple), where), where)
    counters = _member(entry, "counters", (dict, type(None)), where)
    for key in COUNTERS if counters is not None else ():
        _demand(_is_number(counters.get(key)), f"{where}: counters has no number of {key}")
    for key in _NUMBERS:
        value = _member(entry, key, (int, float, type(None)), where)
        _demand(value is None or _is_number(value), f"{where}: {key} is {value}, not a number")
    _member(entry, "cpu", (str, type(None)), where)
    return choice, entry


def _checked(data):
    """The data with all that the page reads; a ValueError where something of it is amiss."""
    for key in ("title", "machine", "date"):
        _member(data, key, str, "the data")
    known = {name: _ids(data, name, text) for name, text in _LISTS.items()}
    given, entries = _member(data, "entries", list, "the data"), {}
    _demand(given, "the data: entries is empty")
    for i, entry in enumerate(given):
        choice, entry = _checked_entry(entry, f"entries[{i}]", known)
        _demand(choice not in entries, f"entries has {', '.join(choice)} twice")
        entries[choice] = entry
    return {**data, "entries": list(entries.values())}


def embedded(data):
    """JSON that may stand in a script element: nothing in it can end that element."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def write_page(data: dict, path: pathlib.Path) -> None:
    """Writes the page of the data to a file; a ValueError where the data is not as the page
    reads it."""
    text = embedded(_checked(data))
    before, place, after = _TEMPLATE.read_text("utf-8").partition(_PLACE)
    assert place and _PLACE not in after
    path.write_text(before + text + after, "utf-8")
