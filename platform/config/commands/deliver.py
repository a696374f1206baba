"""`huike deliver`: the process that gives events their numbers and sends them to webhooks."""

import argparse
from typing import Any


def add_to(groups: Any) -> None:
    deliver = groups.add_parser("deliver", help="send events to webhooks, until SIGTERM or SIGINT")
    deliver.add_argument("--json", action="store_true")
    deliver.set_defaults(run=_deliver)


def _deliver(options: argparse.Namespace) -> dict[str, Any]:
    """Run until told to end; what is on its way then is waited for, at most 16 seconds."""
    import signal
    import time

    from partners.delivering import Deliverer
    from partners.endpoints import rules
    from tenants.pooler import refuse_pooler

    told_to_end = False

    def end(number: int, frame: object) -> None:
        nonlocal told_to_end
        told_to_end = True

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    refuse_pooler()
    Deliverer(rules(), stopping=lambda: told_to_end, pause=time.sleep).run()
    return {"ended": True}
