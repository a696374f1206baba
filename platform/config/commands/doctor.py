"""huike doctor: is everything as it should be? Looks, and changes nothing."""

import argparse
from typing import Any

from django.core import checks
from django.db import connection

from config.probes import redis_answers
from tenants import examining, migrating, pooler


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser(
        "doctor", help="look for schemas that lag or drift, missing roles, a wrong pooler"
    )
    group.add_argument("--json", action="store_true")
    group.set_defaults(run=doctor)


def doctor(options: argparse.Namespace) -> dict[str, Any]:
    found = [examining.Finding("settings", str(message.msg)) for message in checks.run_checks()]
    if not pooler.sessions_are_ours(connection.get_connection_params()):
        found.append(examining.Finding("server", "a pooler in transaction mode stands before PostgreSQL"))
    if redis_answers() != "ok":
        found.append(examining.Finding("redis", "does not answer"))
    pending = migrating.pending_in_public()
    if pending:
        found.append(
            examining.Finding("public", f"{len(pending)} migrations are missing: run `huike migrate`")
        )
    else:
        found += examining.examine()
    problems = [{"where": finding.where, "what": finding.what} for finding in found]
    return {"well": not problems, "problems": problems, "failed": bool(problems)}
