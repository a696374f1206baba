"""`python -m config.local.stripe --port N [--state FILE] [--key sk_test_…] [--webhook URL --secret whsec_…]`."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from config.local.stripe.server import KEY, StandIn


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m config.local.stripe", description="The local stand-in for Stripe."
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, help="the file everything is kept in; without it, in memory")
    parser.add_argument(
        "--key", default=os.environ.get("HUIKE_STRIPE_KEY") or KEY, help="the secret key it answers to"
    )
    parser.add_argument("--webhook", help="where events are posted")
    parser.add_argument(
        "--secret", action="append", help="what they are signed with; twice while one is replaced"
    )
    given = parser.parse_args()
    # By the environment rather than the command line, which every user of the machine can read.
    said = os.environ.get("HUIKE_STRIPE_WEBHOOK_SECRETS", "")
    secrets = given.secret or [secret.strip() for secret in said.split(",") if secret.strip()]
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        stand_in = StandIn(
            port=given.port, state=given.state, key=given.key, webhook=given.webhook, secrets=secrets
        )
    except (OSError, ValueError) as error:
        print(
            f"The stand-in for Stripe cannot start on port {given.port}: {error}", file=sys.stderr, flush=True
        )
        return 1
    stand_in.start()
    print(f"Stand-in for Stripe: {stand_in.url}", flush=True)
    stopped.wait()
    stand_in.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
