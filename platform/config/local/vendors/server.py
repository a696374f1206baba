"""The stand-ins as servers: both SMS vendors, the page and the knobs behind one port, the mail server behind another."""

import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from config.local import serving
from config.local.vendors import aliyun, smtp, tencent
from config.local.vendors.common import Answer, Request, World, mainland
from config.local.vendors.knobs import Knobs
from config.local.vendors.page import POLICY, page
from config.local.vendors.pushing import Pusher
from config.local.vendors.store import Store, Thing

BODY_MAX = 1 << 20
SAVE_S = 2.0
HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
OUTCOMES = {  # of a message: what each vendor calls it
    "aliyun": ("DELIVERED", "MOBILE_TERMINAL_ERROR", "MOBILE_NOT_ON_SERVICE", "MOBILE_IN_BLACK"),
    "tencent": ("DELIVRD", "UNDELIV", "MK:0001", "MBBLACK"),
}


class StandIns:
    """Everything that runs: two servers, what pushes receipts, what saves."""

    def __init__(
        self,
        *,
        port: int = 0,
        smtp_port: int = 0,
        accounts: Mapping[str, str] | None = None,
        secret: str = "",
        hook: str = "",
        state: Path | None = None,
        push: Callable[[str, bytes], int] | None = None,
    ) -> None:
        self.store, self.knobs = Store(state, accounts or {}, secret), Knobs()
        self.pusher = Pusher(self.knobs, push)
        self.world = World(self.store, self.knobs, self.pusher, hook)
        self._stopping = threading.Event()
        self._http = Server(("127.0.0.1", port), Handler)
        self._http.stand_ins = self
        try:
            self._smtp = smtp.MailServer(("127.0.0.1", smtp_port), smtp.Handler)
        except OSError:
            self._http.server_close()
            raise
        self._smtp.world = self.world
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self.smtp_address = f"127.0.0.1:{self._smtp.server_address[1]}"
        serve: list[Callable[[], None]] = [self._http_forever, self._smtp_forever, self._save]
        self._threads = [threading.Thread(target=each, daemon=True) for each in serve]

    def start(self) -> None:
        self.pusher.start()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.hang_up()
        self._http.server_close()
        self._smtp.shutdown()
        self._smtp.server_close()
        self.pusher.close()
        for thread in self._threads:
            thread.join()
        self.store.save()

    def emit(self, row: Thing, *, first: bool = False) -> None:
        """Decide what becomes of an accepted message, and have its receipt posted."""
        strikes, vendor = self.knobs.strikes, row["vendor"]
        good, bad, nobody, black = OUTCOMES[vendor]
        code = good
        if (vendor, row["to"]) in self.store.black:
            code = black
        elif strikes("nobody"):
            code = nobody
        elif strikes("failed"):
            code = bad
        self.store.settle(row, "delivered" if code == good else "failed", code)
        if strikes("no_receipt"):
            return
        thing = aliyun.receipt(row, code) if vendor == "aliyun" else tencent.receipt(row, code)
        url = self.world.hook_of(row["account"], vendor)
        if first:
            self.pusher.now(url, thing)
        for _ in range((not first) + strikes("duplicate_receipt")):
            self.pusher.put(url, thing, delay_s=self.knobs.receipt_delay_s)

    def reply(self, phone: str, text: str) -> int:
        """A guest writes to whoever wrote to him last; to how many hooks it is told."""
        number = mainland(phone.strip())
        talk = (
            [row for row in self.store.sent_to(number, 30 * 86_400) if row["state"] != "said"]
            if number
            else []
        )
        if number is None or not talk:
            return 0
        last = talk[-1]
        vendor, plain = last["vendor"], text.strip().upper()
        if plain in (aliyun.OPT_OUT if vendor == "aliyun" else tencent.OPT_OUT):
            self.store.black.add((vendor, number))
        self.store.heard(number, text, vendor)
        url = self.world.hook_of(last["account"], vendor)
        if vendor == "aliyun":
            self.pusher.put(url, aliyun.reply(number, text, self.store.number()))
        else:
            self.pusher.put(url, tencent.reply(number, text, last["sign"]), listed=False)
        return 1

    def _http_forever(self) -> None:
        self._http.serve_forever(0.05)

    def _smtp_forever(self) -> None:
        self._smtp.serve_forever(0.05)

    def _save(self) -> None:
        while not self._stopping.wait(SAVE_S):
            self.store.save()


class Server(serving.Server):
    daemon_threads = True
    stand_ins: StandIns


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "message-vendors-stand-in"
    server: Server

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, *said: Any) -> None:
        """Requests are kept for /_requests, not printed."""

    def _handle(self) -> None:
        body = self._body()
        if body is None:
            return
        if not HOST.fullmatch(self.headers.get("Host", "")):
            self.answer(403, b"This server is for this machine alone.", "text/plain")
            return
        parts = urlsplit(self.path)
        if self.command == "POST" and ("x-acs-action" in self.headers or "x-tc-action" in self.headers):
            self._vendor(Request({k.lower(): v for k, v in self.headers.items()}, parts.query, body))
        elif parts.path.startswith("/_"):
            self._knob(parts.path, parts.query, body)
        elif self.command == "GET" and parts.path == "/":
            shown = page(self.server.stand_ins.store, parts.query, self.headers.get("Accept-Language", ""))
            self.answer(200, shown.encode(), "text/html", {"Content-Security-Policy": POLICY})
        else:
            self.answer(404, b"", "text/plain")

    def _body(self) -> bytes | None:
        given = self.headers.get("Content-Length") or "0"
        if not given.isdigit() or int(given) > BODY_MAX or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self.answer(413, b"", "text/plain")
            return None
        return self.rfile.read(int(given))

    def _vendor(self, request: Request) -> None:
        """A vendor's answer, with what is to go wrong of it."""
        stand_ins = self.server.stand_ins
        vendor = "aliyun" if "x-acs-action" in request.headers else "tencent"
        action = request.headers.get("x-acs-action") or request.headers.get("x-tc-action")
        sending = action == "SendSms"
        strikes: Callable[[str], bool] = stand_ins.knobs.strikes if sending else lambda kind: False
        row: Thing = {"vendor": vendor, "action": action, "fault": "", "accepted": 0}
        stand_ins.store.requests.append(row)
        for kind, status in (("cut_before", 0), ("429", 429), ("500_before", 500)):
            if strikes(kind):
                row["fault"] = kind
                self._fail(status)
                return
        given = (aliyun if vendor == "aliyun" else tencent).answer(stand_ins.world, request)
        row["accepted"] = len(given.accepted)
        first = bool(given.accepted) and strikes("receipt_first")
        for message in given.accepted:
            stand_ins.emit(message, first=first)
        if given.accepted:
            for kind, status in (("cut_after", 0), ("hold_after", 0), ("500_after", 500), ("torn", -1)):
                if strikes(kind):
                    row["fault"] = kind
                    if kind == "hold_after":
                        time.sleep(stand_ins.knobs.hold_s)
                    self._fail(status, given)
                    return
        self.answer(given.status, json.dumps(given.body, ensure_ascii=False).encode(), "application/json")

    def _fail(self, status: int, given: Answer | None = None) -> None:
        """Cut (0), tear the answer (-1), or a status with a word that is none of the vendor's."""
        if status > 0:
            self.answer(status, b"<html>trouble</html>", "text/html")
            return
        self.close_connection = True
        if status < 0 and given is not None:
            body = json.dumps(given.body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2])

    def _knob(self, path: str, query: str, body: bytes) -> None:
        """Knobs and logs for tests, and a guest's answer from the page."""
        stand_ins, said = self.server.stand_ins, _given(body, self.headers.get("Content-Type", ""))
        if path == "/_reply" and self.command == "POST":
            told = stand_ins.reply(str(said.get("phone", "")), str(said.get("text", "")))
            if "json" in self.headers.get("Content-Type", ""):
                self._json({"told": told}, 200 if told else 404)
            else:
                self.answer(303, b"", "text/plain", {"Location": "/"})
        elif path == "/_sent" and self.command == "GET":
            to = (parse_qs(query).get("to") or [""])[0]
            self._json([row for row in stand_ins.store.sent_rows() if not to or row["to"] == to][-1000:])
        elif path == "/_requests" and self.command == "GET":
            self._json(list(stand_ins.store.requests)[-1000:])
        elif path == "/_knobs":
            try:
                self._json(stand_ins.knobs.turn(said if self.command == "POST" else {}))
            except (ValueError, TypeError) as error:
                self._json({"error": str(error)}, 400)
        else:
            self.answer(404, b"", "text/plain")

    def _json(self, said: Any, status: int = 200) -> None:
        self.answer(status, json.dumps(said, ensure_ascii=False, default=str).encode(), "application/json")

    def answer(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind if kind.startswith("application") else f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _given(body: bytes, kind: str) -> dict[str, Any]:
    """A JSON object, or a form's fields."""
    if "json" in kind:
        try:
            said = json.loads(body or b"{}")
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}
    return {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}
