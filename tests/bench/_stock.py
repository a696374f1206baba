"""Stock django-tenants at work, in a process of its own: `python -m tests.bench._stock create|migrate …`.

Prints the seconds of the work itself; the start of the process is not counted.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def measure(*words: str, **environment: str) -> list[float]:
    """Run this module with these words; the seconds it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench._stock", *words],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.bench._stock_settings",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "platform"), *sys.path]),
            **environment,
        },
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [float(word) for word in done.stdout.split()]


def create(chain_slug: str, count: int) -> None:
    """Properties by auto_create_schema: the schema is made by running every migration in it."""
    from chains.models import Chain
    from tenants.models import Property

    Property.auto_create_schema = True
    chain = Chain.objects.get(slug=chain_slug)
    for number in range(count + 1):
        made = Property(chain=chain, slug=f"stock-{number}", schema_name=f"stock_{number}", name="x")
        began = time.perf_counter()
        made.save(verbosity=0)
        # The first one warms the process up.
        if number:
            print(time.perf_counter() - began)
    for made in Property.objects.filter(slug__startswith="stock-"):
        made.delete(force_drop=True)


def migrate() -> None:
    from django.core.management import call_command

    began = time.perf_counter()
    call_command("migrate_schemas", tenant=True, verbosity=0)
    print(time.perf_counter() - began)


def main(words: list[str]) -> None:
    import django

    django.setup()
    if words[0] == "create":
        create(words[1], int(words[2]))
    else:
        migrate()


if __name__ == "__main__":
    main(sys.argv[1:])
