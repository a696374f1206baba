"""`huike reports settle|verify`: figures brought up to date, and checked against the stays."""

import argparse
from typing import Any

from kernel.errors import Refused


class NoSuchChain(Refused):
    code = "no_such_chain"
    status = 404
    zh = "没有代码为“{slug}”的连锁。"
    en = "There is no chain {slug!r}."


def add_to(groups: Any) -> None:
    group = groups.add_parser("reports", help="bring the figures up to date, or check them against the stays")
    commands = group.add_subparsers(dest="command", required=True, metavar="command")
    settle = commands.add_parser("settle", help="return when everything accepted so far is in the reports")
    settle.add_argument("--chain", required=True, metavar="SLUG")
    settle.add_argument("--timeout", type=float, default=60.0, metavar="SECONDS")
    settle.set_defaults(run=_settle)
    verify = commands.add_parser(
        "verify", help="compute every figure from the stays and report each difference"
    )
    verify.add_argument("--chain", required=True, metavar="SLUG")
    verify.set_defaults(run=_verify)
    for command in (settle, verify):
        command.add_argument("--json", action="store_true")


def _settle(options: argparse.Namespace) -> dict[str, Any]:
    from loyalty.figures.settling import settle

    done = settle(_chain(options.chain), timeout_s=options.timeout)
    return {
        "chain": options.chain,
        "settled": True,
        "properties": done.properties,
        "refreshed": done.refreshed,
        "seconds": done.seconds,
    }


def _verify(options: argparse.Namespace) -> dict[str, Any]:
    """A difference makes the command fail; what changed all the while is named, and fails it too."""
    from loyalty.figures.verifying import verify

    verdict = verify(_chain(options.chain))
    return {
        "chain": options.chain,
        "properties": verdict.properties,
        "stays": verdict.stays,
        "difference_count": verdict.count,
        "differences": [str(difference) for difference in verdict.differences],
        "unsettled": verdict.unsettled,
        "failed": bool(verdict.count or verdict.unsettled),
    }


def _chain(slug: str) -> Any:
    from chains.models import Chain

    found = Chain.objects.filter(slug=slug).first()
    if found is None:
        raise NoSuchChain(slug=slug)
    return found
