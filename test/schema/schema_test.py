#!/usr/bin/env python3
"""Holds the JSON Schema of records against the decoder: schema_test.py VITAC SOURCE_FOLDER

Every example is right by the schema; of the records in test/diagnostics, those in which the decoder finds an
error that a schema can express are wrong by it, and no others. Ends with 77, skipped, without its libraries.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"skipped: {error}; apt-get install python3-jsonschema python3-yaml")
    sys.exit(77)


class Loader(yaml.SafeLoader):
    """Reads YAML as editors do, by its core schema: no dates, no `yes`, no sums to the base of 60."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in [
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", "<<", ["<"]),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)
Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Loader.add_constructor("!tex", lambda loader, node: node.value)

# What the decoder, and no later room, says of a record's fields.
expressible = {
    "unknown-key", "missing-key", "wrong-type", "unknown-choice", "empty-item", "bad-date", "bad-doi", "bad-email",
    "bad-flag", "bad-id", "bad-number", "bad-orcid", "bad-pages", "bad-url",
}  # fmt: skip
# Mistakes under those codes that the schema cannot see: `present` as a start, the inside of a `where`, a tag of YAML, a
# check digit.
beyond = {"dates-reversed", "include-mistakes", "section-where", "type-anything-tagged"}


def main(vitac, root):
    schema = json.loads(subprocess.run([vitac, "schema"], check=True, capture_output=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    wrong = []

    def mistakes(path):
        record = yaml.load(path.read_text(encoding="utf-8-sig"), Loader)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:100]}" for e in validator.iter_errors(record)]

    for path in [*root.glob("examples/*.yaml"), *root.glob("styles/*/starter.yaml")]:
        wrong += [f"{path.name}: {mistake}" for mistake in mistakes(path)]

    cases = refused = 0
    for path in sorted(root.glob("test/diagnostics/*.yaml")):
        said = path.with_suffix(".expected").read_text()
        # Of this file: what it includes is not validated with it.
        codes = set(re.findall(rf"^{re.escape(path.name)}:.*: error: .* \[([a-z-]+)\]$", said, re.M))
        if codes & {"yaml", "encoding", "backslash", "empty-file"} or path.stem in beyond:
            continue  # what YAML itself is not read from
        try:
            found = mistakes(path)
        except yaml.YAMLError:
            continue
        cases += 1
        refused += bool(found)
        if bool(found) != bool(codes & expressible):
            wrong.append(f"{path.name}: the decoder says {sorted(codes) or 'nothing'}, the schema {found or 'nothing'}")
    print(f"{cases} cases, {refused} of them wrong by the schema")
    print("\n".join(wrong))
    return 1 if wrong or cases < 50 or refused < 25 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
