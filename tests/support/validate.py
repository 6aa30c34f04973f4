"""Validates JSON documents, or every line of an NDJSON file, against a JSON Schema.

usage: validate.py SCHEMA FILE…
"""
import json
import sys

import jsonschema


def documents(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".ndjson"):
        return [json.loads(line) for line in text.splitlines()]
    whole = json.loads(text)
    return whole if isinstance(whole, list) else [whole]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    mistakes = 0
    for path in sys.argv[2:]:
        for number, document in enumerate(documents(path), 1):
            for error in validator.iter_errors(document):
                mistakes += 1
                where = "/".join(str(part) for part in error.absolute_path)
                print(f"{path}, document {number}, {where}: {error.message[:300]}")
    return 1 if mistakes else 0


sys.exit(main())
