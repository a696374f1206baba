"""`huike …`: everything an operator does. One module per group under config.commands, found by name."""

import argparse
import json
import os
import sys
from importlib import import_module
from typing import Any

GROUPS = ("chain", "property", "key", "migrate", "doctor", "reports", "demo", "staff", "openapi")


def main(arguments: list[str] | None = None) -> None:
    """Run one command; JSON on stdout with --json, a sentence on stderr and a non-zero exit when refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"huike: {error}")
    sys.exit(run(parser(), arguments))


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="huike", description=__doc__)
    groups = top.add_subparsers(dest="group", required=True, metavar="command")
    for group in GROUPS:
        import_module(f"config.commands.{group}").add_to(groups)
    return top


def run(top: argparse.ArgumentParser, arguments: list[str] | None) -> int:
    from kernel.errors import Refused

    options = top.parse_args(arguments)
    try:
        answer: dict[str, Any] = options.run(options)
    except Refused as refusal:
        print(f"huike: {refusal.sentence('en')}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, default=str))
    else:
        for key, value in answer.items():
            print(f"{key}: {value}")
    return int(bool(answer.pop("failed", False))) if "failed" in answer else 0
