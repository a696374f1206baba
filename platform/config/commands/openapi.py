"""huike openapi: the document of the interface, for the console's build and for partners. Needs no database."""

import argparse
import sys
from pathlib import Path
from typing import Any

from api.v1.documents import encoded
from kernel.errors import Refused


class CannotWrite(Refused):
    code = "cannot_write"
    zh = "无法写入 {file}：{reason}"
    en = "{file} cannot be written: {reason}"


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = groups.add_parser("openapi", help="write the OpenAPI document")
    group.add_argument("--file", help="where to; standard output when it is left out")
    group.add_argument("--json", action="store_true")
    group.set_defaults(run=write)


def write(options: argparse.Namespace) -> dict[str, Any]:
    document = encoded() + b"\n"
    if options.file is None:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()
        raise SystemExit(0)
    try:
        Path(options.file).write_bytes(document)
    except OSError as error:
        raise CannotWrite(file=options.file, reason=error.strerror) from error
    return {"file": options.file, "bytes": len(document)}
