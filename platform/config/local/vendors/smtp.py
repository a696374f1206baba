"""A mail server that takes everything, or misbehaves as it is told. No TLS, no accounts: this machine alone."""

import email
import email.policy
import socket
import socketserver
from typing import cast

from config.local.vendors.common import World

LINE_MAX = 4096
MAIL_MAX = 2 << 20


class Cut(Exception):
    """The connection ends here."""


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64
    world: World

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that went away is none of our errors."""
        import sys

        if not isinstance(sys.exc_info()[1], OSError | Cut):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(socketserver.StreamRequestHandler):
    timeout = 30

    def handle(self) -> None:
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.world = cast(MailServer, self.server).world
        self.sender, self.recipients = "", list[str]()
        self.say(220, "stand-in ESMTP")
        while line := self.rfile.readline(LINE_MAX):
            verb, _, rest = line.decode(errors="replace").strip().partition(" ")
            try:
                if not self.obey(verb.upper(), rest):
                    return
            except Cut:
                return

    def obey(self, verb: str, rest: str) -> bool:
        """One command; whether the connection goes on."""
        if verb in ("EHLO", "HELO"):
            self.say(250, "stand-in", "8BITMIME", "SMTPUTF8", f"SIZE {MAIL_MAX}")
        elif verb == "MAIL":
            self.sender, self.recipients = _address(rest), []
            self.say(250, "OK")
        elif verb == "RCPT":
            self.recipient(_address(rest))
        elif verb == "DATA":
            self.data()
        elif verb in ("RSET", "NOOP"):
            self.say(250, "OK")
        elif verb == "QUIT":
            self.say(221, "bye")
            return False
        else:
            self.say(502, "not here")
        return True

    def recipient(self, address: str) -> None:
        knobs = self.world.knobs
        if knobs.strikes("smtp_defer"):
            self.say(451, "4.7.1 greylisted, try again later")
        elif knobs.strikes("smtp_bounce") or address.startswith("nobody@"):
            self.say(550, "5.1.1 no such user here")
        elif "@" not in address:
            self.say(501, "5.1.3 not an address")
        else:
            self.recipients.append(address)
            self.say(250, "OK")

    def data(self) -> None:
        if not self.recipients:
            self.say(503, "RCPT first")
            return
        if self.world.knobs.strikes("smtp_cut_before"):
            raise Cut
        self.say(354, "go on")
        read = b""
        while (line := self.rfile.readline(LINE_MAX)) not in (b".\r\n", b""):
            read += line[1:] if line.startswith(b".") else line
            if len(read) > MAIL_MAX:
                self.say(552, "too large")
                raise Cut
        if not line:
            raise Cut
        self.keep(read)
        if self.world.knobs.strikes("smtp_cut_after"):
            raise Cut
        self.say(250, "2.0.0 queued")

    def keep(self, read: bytes) -> None:
        message = email.message_from_bytes(read, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        headers = {
            name: str(message[name])
            for name in ("List-Unsubscribe", "List-Unsubscribe-Post")
            if message[name]
        }
        for address in self.recipients:
            self.world.store.accept(
                {
                    "vendor": "smtp", "account": self.sender, "to": address, "sign": str(message["From"] or ""),
                    "template": "", "kind": "mail", "subject": str(message["Subject"] or ""),
                    "text": str(body.get_content()) if body else "", "headers": headers,
                    "out_id": str(message["Message-ID"] or ""), "provider_id": str(message["Message-ID"] or ""),
                    "state": "delivered",
                }
            )  # fmt: skip

    def say(self, code: int, *lines: str) -> None:
        told = [f"{code}-{line}" for line in lines[:-1]] + [f"{code} {lines[-1]}"]
        self.wfile.write("".join(line + "\r\n" for line in told).encode())


def _address(rest: str) -> str:
    """'FROM:<a@b> SIZE=1' -> 'a@b'."""
    return rest.partition("<")[2].partition(">")[0].strip()
