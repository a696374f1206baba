"""`python -m config.local.vendors --port N --smtp-port M [--state FILE] [--hook PATTERN]`."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from config.local.vendors.server import StandIns


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m config.local.vendors",
        description="Local stand-ins for Aliyun, Tencent and a mail server.",
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--state", type=Path, help="the file templates and messages are kept in")
    parser.add_argument(
        "--hook", default="", help="where receipts are posted; {account}, {vendor} and {token} are put in"
    )
    given = parser.parse_args()
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        stand_ins = StandIns(
            port=given.port,
            smtp_port=given.smtp_port,
            # By the environment rather than the command line, which every user of the machine can read.
            secret=os.environ.get("HUIKE_VENDORS_SECRET", ""),
            hook=given.hook,
            state=given.state,
        )
    except (OSError, ValueError) as error:
        print(f"The stand-ins for message vendors cannot start: {error}", file=sys.stderr, flush=True)
        return 1
    stand_ins.start()
    print(f"Stand-ins for message vendors: {stand_ins.url}, smtp {stand_ins.smtp_address}", flush=True)
    stopped.wait()
    stand_ins.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
