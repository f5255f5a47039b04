# SPDX-License-Identifier: BSL-1.0
"""Reads C++ files of functions that evaluate something, and makes others of them: by another
policy, or with an explanation in place of each evaluation."""

import re

_POLICY = r"(?:naive|dot_inner|tiled_by<[^<>]*>|tiled|parallel<(?:[^<>]|<[^<>]*>)*>)"
# Members of other things may have the same names.
_CALL = r"(?<![.>\w])(eval|assign)\s*"


def by_policy(source, policy):
    """The source with each policy of an evaluation replaced."""
    source = re.sub(rf"{_CALL}<\s*(?:tessera::)?{_POLICY}\s*>", rf"\1<tessera::{policy}>", source)
    return re.sub(rf"{_CALL}\(", rf"\1<tessera::{policy}>(", source)


def other_policies(source):
    """Policies of evaluations that by_policy does not know, such as names of the user's own."""
    named = [match.group(2) for match in re.finditer(rf"{_CALL}<([^()]*?)>\s*\(", source)]
    return [p.strip() for p in named if not re.fullmatch(rf"\s*(?:tessera::)?{_POLICY}\s*", p)]


def evaluates(source):
    """Does it evaluate anything?"""
    return bool(re.search(rf"{_CALL}[<(]", source))


def functions_in(source):
    """{name: its text} of the functions between extern "C" { and the end; one ends where a line is
    only a brace, or with its first line."""
    found, name, text = {}, None, []
    for line in source.split('extern "C" {', 1)[-1].splitlines():
        begins = re.match(r"void (\w+)\(", line)
        if begins:
            name, text = begins.group(1), []
        if name is None:
            continue
        text.append(line)
        if line == "}" or (begins and line.endswith("}")):
            found[name], name = "\n".join(text), None
    return found


def read(source):
    """The specimens: id, title and source of each function with a line of comment above it."""
    titles = dict(re.findall(r"^// (.+)\nvoid (\w+)\(", source, re.M))
    name_of = {name: title for title, name in titles.items()}
    return [{"id": name, "title": name_of[name], "source": text}
            for name, text in functions_in(source).items() if name in name_of]


def only(source, names):
    """The source without the functions of other names."""
    for name, text in functions_in(source).items():
        if name not in names:
            source = source.replace(text + "\n", "")
    return source


def explaining(source, policy):
    """A program that prints `== NAME` and what explain says of each specimen."""
    source = re.sub(r"\bassign\s*<[^()]*>\(", f"lab::explained<tessera::{policy}>(", source)
    calls = "".join(f'  lab::show("{name}", ::{name});\n' for name in functions_in(source))
    return f'#include "explained.hpp"\n{source}\nint main() {{\n{calls}}}\n'
