"""`make bench [ONLY=name]`: run the benchmarks on servers of their own, print a table, write var/bench.json."""

import json
import os
import pkgutil
import sys
import traceback
from importlib import import_module
from pathlib import Path

import tests.bench
from tests import embedded
from tests.bench.registry import BENCHMARKS, row

PROJECT = Path(__file__).resolve().parents[2]


def main(only: list[str]) -> int:
    # As a real server would run: with fsync, so that what is measured is what is sold.
    embedded.start(throwaway=False)
    try:
        return run(only)
    finally:
        embedded.stop()


def run(only: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.db import connections

    django.setup()
    from django.core.management import call_command

    call_command("migrate_schemas", shared=True, verbosity=0)
    from tenants.provisioning import prepare_public

    prepare_public()
    for module in pkgutil.iter_modules(tests.bench.__path__):
        if not module.name.startswith("_") and module.name != "registry":
            import_module(f"tests.bench.{module.name}")
    unknown = set(only) - set(BENCHMARKS)
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    rows, failed = [], []
    for name, benchmark in BENCHMARKS.items():
        if only and name not in only:
            continue
        print(f"… {name}: {benchmark.what}", file=sys.stderr, flush=True)
        try:
            rows.append(row(benchmark, benchmark.measure()))
        except Exception:  # noqa: BLE001 (one that fails is told, and does not hide the others' figures)
            traceback.print_exc()
            failed.append(name)
    connections.close_all()
    write(rows, keep=bool(only))
    print_table(rows)
    for name in failed:
        print(f"{name}: failed, see above")
    return 1 if failed else 0


def write(rows: list[dict[str, object]], *, keep: bool) -> None:
    """Write var/bench.json; after a run of one benchmark, the others' last figures stay."""
    target = PROJECT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    if keep and target.exists():
        new = {entry["name"] for entry in rows}
        rows = [entry for entry in json.loads(target.read_text()) if entry["name"] not in new] + rows
    target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def print_table(rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    columns = ("name", "ours", "peer", "unit", "ratio", "aim", "met", "runs")
    table = [columns, *[tuple(shown(entry[column]) for column in columns) for entry in rows]]
    widths = [max(len(line[index]) for line in table) for index in range(len(columns))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
