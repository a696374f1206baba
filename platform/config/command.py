"""`huike …`: everything an operator does. One module per group under config.commands, found by name."""

import argparse
import json
import os
import sys
from importlib import import_module
from typing import Any

GROUPS = (
    "chain",
    "property",
    "key",
    "billing",
    "migrate",
    "doctor",
    "reports",
    "programme",
    "lifecycle",
    "ledger",
    "demo",
    "deliver",
    "staff",
    "openapi",
)


def main(arguments: list[str] | None = None) -> None:
    """Run one command; JSON on stdout with --json, a sentence on stderr and a non-zero exit when refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"huike: {error}")
    given = sys.argv[1:] if arguments is None else arguments
    named = given[0] if given and given[0] in GROUPS else None
    sys.exit(run(parser(named), given))


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """All groups, or `only` the one that was named: what the others need is not loaded then."""
    top = argparse.ArgumentParser(prog="huike", description=__doc__)
    groups = top.add_subparsers(dest="group", required=True, metavar="command")
    for group in [only] if only else GROUPS:
        import_module(f"config.commands.{group}").add_to(groups)
    return top


def run(top: argparse.ArgumentParser, arguments: list[str] | None) -> int:
    from django.db import OperationalError

    from kernel.errors import Refused

    options = top.parse_args(arguments)
    try:
        answer: dict[str, Any] = options.run(options)
    except Refused as refusal:
        print(f"huike: {refusal.sentence('en')}", file=sys.stderr)
        return 1
    except OperationalError as error:
        print(f"huike: the database cannot be used: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, default=str))
    else:
        for key, value in answer.items():
            print(f"{key}: {value}")
    return int(bool(answer.pop("failed", False))) if "failed" in answer else 0
