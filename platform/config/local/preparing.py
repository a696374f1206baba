"""What `make up` does to the database before the programs start; prints the demo's logins.

One process for all of it: each would spend a second on loading the product.
"""

import os
import sys
from contextlib import redirect_stdout

from django.core.exceptions import ImproperlyConfigured


def main() -> int:
    """Migrate; load the demo chain unless HUIKE_DEMO=0; print one login for each role."""
    import django

    django.setup()
    from config import command

    commands = command.parser()
    steps = [["migrate"]]
    demo = os.environ.get("HUIKE_DEMO") != "0"
    if demo:
        steps.append(["demo", "load"])
    with redirect_stdout(sys.stderr):
        for step in steps:
            if command.run(commands, step):
                return 1
    return command.run(commands, ["demo", "logins"]) if demo else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ImproperlyConfigured as error:
        sys.exit(str(error))
