"""`python -m config.local up|console|console-checks|clients`: the long recipes of the Makefile."""

import sys

from config.local import clients, console
from config.local.trouble import CannotStart
from config.local.up import Stopped, up


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case ["up"]:
                return up()
            case ["console"]:
                console.build()
            case ["console-checks"]:
                console.check()
            case ["clients"]:
                return clients.clients()
            case _:
                print("usage: python -m config.local up|console|console-checks|clients", file=sys.stderr)
                return 2
    except CannotStart as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, Stopped):
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
