"""The two signatures that SMS vendors ask for. Pure: the same request, key and moment give the same signature.

Aliyun: ACS3-HMAC-SHA256, "V3 request structure and signature" (help.aliyun.com 2593177).
Tencent: TC3-HMAC-SHA256, "Signature v3" (cloud.tencent.com 382/52072). Both pages' examples stand in the tests.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote


def acs3(
    *,
    key_id: str,
    secret: str,
    host: str,
    action: str,
    version: str,
    query: Mapping[str, str],
    at: datetime,
    nonce: str,
) -> tuple[str, dict[str, str]]:
    """(query string, headers) of a signed POST without a body."""
    line = "&".join(f"{_plain(name)}={_plain(value)}" for name, value in sorted(query.items()))
    empty = hashlib.sha256(b"").hexdigest()
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": empty,
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    signed = ";".join(sorted(headers))
    canonical = "\n".join(
        ["POST", "/", line, *(f"{name}:{headers[name]}" for name in sorted(headers)), "", signed, empty]
    )
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    headers["Authorization"] = (
        f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={signed},Signature={signature}"
    )
    return line, headers


def tc3(
    *, key_id: str, secret: str, host: str, service: str, action: str, body: bytes, at: datetime
) -> dict[str, str]:
    """Headers of a signed JSON POST; X-TC-Version and X-TC-Region are not part of the signature."""
    stamp = int(at.timestamp())
    day = at.astimezone(UTC).strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    kind = "application/json; charset=utf-8"
    signed = "content-type;host;x-tc-action"
    canonical = (
        f"POST\n/\n\ncontent-type:{kind}\nhost:{host}\nx-tc-action:{action.lower()}\n\n{signed}\n"
        f"{hashlib.sha256(body).hexdigest()}"
    )
    text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": kind,
        "Host": host,
        "X-TC-Action": action,
        "X-TC-Timestamp": str(stamp),
        "Authorization": (
            f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={signed}, Signature={signature}"
        ),
    }


def _plain(text: str) -> str:
    return quote(text, safe="-_.~")
