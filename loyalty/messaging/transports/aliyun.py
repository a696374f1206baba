"""SMS by Aliyun (dysmsapi 2017-05-25): SendSms, QuerySendDetails, CreateSmsTemplate, GetSmsTemplate.

By its public pages: help.aliyun.com 101346 (codes), 419277 (details), 2593177 (signature), and the pages of the calls.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from kernel import clock
from loyalty.messaging.rendering import sms_parts
from loyalty.messaging.transports import moments, signing
from loyalty.messaging.transports.accounts import Account, CannotFile, Filed
from loyalty.messaging.transports.calling import NotSent, Reply, post
from loyalty.messaging.transports.protocol import (
    Accepted,
    Answer,
    Heard,
    Parcel,
    Refused,
    Throttled,
    Unknown,
)

API = "https://dysmsapi.aliyuncs.com"
VERSION = "2017-05-25"
PROMOTION = "2"  # the kind of text that carries an opt-out and may be refused at night
SOON = timedelta(minutes=2)
# What somebody has to mend first: the account is out of money, the key is wrong, the signature is not approved yet.
MENDED = timedelta(minutes=30)
OURS = frozenset({
    "isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE",
    "isv.ACCOUNT_NOT_EXISTS", "isv.ACCOUNT_ABNORMAL", "isv.DENY_IP_RANGE", "isp.RAM_PERMISSION_DENY",
    "isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL", "isv.SIGN_STATE_ILLEGAL", "isv.SIGN_NAME_ILLEGAL",
    "SignatureDoesNotMatch", "SignatureNonceUsed", "Forbidden.RAM", "Forbidden.AccessKeyDisabled",
})  # fmt: skip
OURS_BEGIN = ("InvalidAccessKeyId", "InvalidTimeStamp", "IncompleteSignature", "Forbidden")
DEAD = frozenset({"isv.MOBILE_NUMBER_ILLEGAL"})
# Whether these were carried out, nobody knows.
UNSURE = frozenset(
    {"isp.SYSTEM_ERROR", "isp.GATEWAY_TIMEOUT", "InternalError", "ServiceUnavailable", "isp.UNKNOWN"}
)
STATES = {1: "waiting", 2: "failed", 3: "delivered"}  # QuerySendDetails' SendStatus
# Of receipts: a number that is nobody's, and a guest who wants no more.
NOBODY = frozenset({"MOBILE_NOT_ON_SERVICE", "INVALID_NUMBER", "MK:0001", "MOBILE_NUMBER_ILLEGAL"})
OPTED_OUT = frozenset({"MOBILE_IN_BLACK", "BLACK_LIST", "USER_REJECT", "BLACKLIST"})


class Aliyun:
    """One property's account."""

    vendor = "aliyun"
    channel = "sms"

    def __init__(self, account: Account, api: str = API) -> None:
        self.account, self.api = account, api

    def send(self, parcel: Parcel) -> Answer:
        """Once. Raises Unknown."""
        number = mainland(parcel.address)
        if number is None:
            return Refused("not_mainland", "a text for mainland China goes to its numbers alone")
        if not parcel.template:
            return Refused("no_template", "no approved text")
        values = msgspec.json.encode(dict(parcel.values)).decode()
        asked = {
            "PhoneNumbers": number,
            "SignName": self.account.sign_name,
            "TemplateCode": parcel.template,
            "OutId": parcel.claim.hex,
            **({"TemplateParam": values} if parcel.values else {}),
        }
        try:
            reply = self._call("SendSms", asked)
        except NotSent as error:
            return Throttled(clock.now() + SOON, f"unreachable: {error}")
        said = _read(reply)
        if reply.status == 200 and said.get("Code") == "OK":
            return Accepted(str(said.get("BizId", "")), sms_parts(parcel.text))
        return judged(reply.status, str(said.get("Code", "")), str(said.get("Message", "")), clock.now())

    def ask(self, claim: UUID, address: str, on: datetime) -> Heard | None:
        """What became of it, by the records of that day; None while the vendor has no answer."""
        number = mainland(address)
        if number is None:
            return None
        asked = {
            "PhoneNumber": number,
            "SendDate": on.astimezone(moments.CHINA).strftime("%Y%m%d"),
            "PageSize": "50",
            "CurrentPage": "1",
        }
        try:
            said = _read(self._call("QuerySendDetails", asked))
        except (NotSent, Unknown):
            return None
        listed = said.get("SmsSendDetailDTOs")
        details = listed.get("SmsSendDetailDTO") if isinstance(listed, dict) else None
        for row in details if isinstance(details, list) else []:
            if isinstance(row, dict) and row.get("OutId") == claim.hex:
                code = str(row.get("ErrCode", ""))
                state = STATES.get(row["SendStatus"] if isinstance(row.get("SendStatus"), int) else 0)
                # Waiting for the carrier: it went out, which is what we ask.
                return Heard(
                    claim,
                    str(row.get("BizId", "")),
                    "sent" if state in ("waiting", None) else state,
                    code if state == "failed" else "",
                    dead=state == "failed" and code in NOBODY,
                    opted_out=state == "failed" and code in OPTED_OUT,
                )
        return None

    def file(self, name: str, text: str) -> Filed:
        """Hand a text in for review. Raises CannotFile."""
        asked = {
            "TemplateName": name[:30],
            "TemplateContent": text,
            "TemplateType": PROMOTION,
            "RelatedSignName": self.account.sign_name,
            "Remark": "酒店会员关怀短信，已取得客人同意，支持退订。",
        }
        said = self._told("CreateSmsTemplate", asked)
        return Filed(str(said.get("TemplateCode", "")), "filed")

    def reviewed(self, code: str) -> Filed:
        """How the review stands. Raises CannotFile."""
        said = self._told("GetSmsTemplate", {"TemplateCode": code})
        audit = said.get("AuditInfo")
        reason = audit.get("RejectInfo") if isinstance(audit, dict) else ""
        state = {"1": "approved", "2": "refused", "10": "refused"}.get(
            str(said.get("TemplateStatus")), "filed"
        )
        return Filed(code, state, str(reason or "")[:200])

    def _told(self, action: str, asked: Mapping[str, str]) -> dict[str, Any]:
        try:
            reply = self._call(action, asked)
            said = _read(reply)
        except (NotSent, Unknown) as error:
            raise CannotFile(f"{type(error).__name__}: {error}", again=True) from error
        if reply.status != 200 or said.get("Code") != "OK":
            code = str(said.get("Code", reply.status))
            again = (
                reply.status in (429, 503) or "LIMIT" in code or code.startswith("Throttling") or code in OURS
            )
            raise CannotFile(f"{code}: {said.get('Message', '')}"[:200], again=again)
        return said

    def _call(self, action: str, asked: Mapping[str, str]) -> Reply:
        line, headers = signing.acs3(
            key_id=self.account.key_id,
            secret=self.account.secret,
            host=urlsplit(self.api).netloc,
            action=action,
            version=VERSION,
            query=asked,
            at=clock.real_now(),
            nonce=secrets.token_hex(16),
        )
        return post(f"{self.api}/?{line}", headers)


def judged(status: int, code: str, detail: str, now: datetime) -> Answer:
    """What a refusal means. Raises Unknown where nobody knows whether it was carried out."""
    if code in UNSURE or (status >= 500 and not code.startswith("Throttling")):
        raise Unknown(code or str(status))
    if code == "isv.BUSINESS_LIMIT_CONTROL":
        return Throttled(_limited(detail, now), code)
    if code == "isv.DAY_LIMIT_CONTROL":
        return Throttled(moments.next_day(now), code)
    if code == "isv.MONTH_LIMIT_CONTROL":
        return Throttled(moments.next_month(now), code)
    if status == 429 or code.startswith("Throttling"):
        return Throttled(now + timedelta(minutes=1), code or "429")
    if code in OURS or code.startswith(OURS_BEGIN):
        return Throttled(now + MENDED, code)
    if not code:
        # 200 or 4xx without a word of the vendor's: a proxy, or half an answer.
        raise Unknown(f"no code with {status}")
    return Refused(code, detail[:200], dead=code in DEAD)


def mainland(address: str) -> str | None:
    """'+8613800138000' -> '13800138000'; None for a number of elsewhere."""
    return address[3:] if address.startswith("+861") and len(address) == 14 else None


def _limited(detail: str, now: datetime) -> datetime:
    """Its message names the limit: by the minute, the hour or the day."""
    if "分钟" in detail:
        return now + timedelta(seconds=61)
    if "小时" in detail:
        return now + timedelta(minutes=61)
    return now + timedelta(hours=24, minutes=1) if "天" in detail else now + timedelta(hours=1)


def _read(reply: Reply) -> dict[str, Any]:
    """The answer's object. A success that cannot be read may have been one: Unknown."""
    try:
        said = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if reply.status == 200 or reply.status >= 500:
            raise Unknown(f"unreadable answer with {reply.status}") from error
        return {}
    return said if isinstance(said, dict) else {}
