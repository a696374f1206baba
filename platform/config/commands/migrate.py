"""huike migrate: the public schema first, then every property's that lags."""

import argparse
from typing import Any

from tenants import migrating


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("migrate", help="bring the public schema and all properties up to date")
    group.add_argument("--connections", type=int, default=4, help="how many schemas at a time (4)")
    group.add_argument("--plan", action="store_true", help="say which schemas lag, and change nothing")
    group.add_argument("--json", action="store_true")
    group.set_defaults(run=migrate)


def migrate(options: argparse.Namespace) -> dict[str, Any]:
    if options.plan:
        return migrating.report()
    return migrating.migrate(connections=max(1, options.connections))
