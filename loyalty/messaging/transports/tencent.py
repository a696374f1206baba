"""SMS by Tencent (2021-01-11): SendSms, PullSmsSendStatusByPhoneNumber, AddSmsTemplate, DescribeSmsTemplateList.

By its public pages: cloud.tencent.com 382/55981 (send), 382/59177 (codes), 382/52072 (signature), 382/52077 (records).
"""

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

API = "https://sms.tencentcloudapi.com"
VERSION = "2021-01-11"
REGION = "ap-guangzhou"
SOON = timedelta(minutes=2)
MENDED = timedelta(minutes=30)
OPENS_AT = 8  # marketing goes from 8 to 22
# What somebody has to mend first.
OURS_BEGIN = (
    "AuthFailure",
    "UnauthorizedOperation",
    "ResourceUnavailable",
    "ResourceNotFound",
    "IpIn",
    "IpNot",
)
OURS = frozenset({
    "FailedOperation.InsufficientBalanceInSmsPackage", "FailedOperation.SignatureIncorrectOrUnapproved",
    "FailedOperation.ParametersOtherError", "InvalidParameterValue.SdkAppIdNotExist",
    "InvalidParameterValue.ProhibitSubAccountUse", "UnsupportedOperation.UnsuportedRegion", "MissingParameter",
})  # fmt: skip
WAITS = {
    "LimitExceeded.PhoneNumberThirtySecondLimit": timedelta(seconds=31),
    "LimitExceeded.PhoneNumberOneHourLimit": timedelta(minutes=61),
    "LimitExceeded.DeliveryFrequencyLimit": timedelta(minutes=61),
}
BY_DAY = frozenset({
    "LimitExceeded.PhoneNumberDailyLimit", "LimitExceeded.AppDailyLimit", "LimitExceeded.DailyLimit",
    "LimitExceeded.PhoneNumberSameContentDailyLimit", "LimitExceeded.AppMainlandChinaDailyLimit",
})  # fmt: skip
DEAD = frozenset({"InvalidParameterValue.IncorrectPhoneNumber"})
# Of receipts: China's carriers' words for an empty number, and for a guest who wants no more.
NOBODY = frozenset({"MK:0001", "MK:0000", "EMPTY", "-1"})
OPTED_OUT = frozenset({"MBBLACK", "BLACK", "MBBLACKTD", "UserReject"})
RECORDS_MAX = 100


class Tencent:
    """One property's account."""

    vendor = "tencent"
    channel = "sms"

    def __init__(self, account: Account, api: str = API) -> None:
        self.account, self.api = account, api

    def send(self, parcel: Parcel) -> Answer:
        """Once. Raises Unknown."""
        if not parcel.address.startswith("+861"):
            return Refused("not_mainland", "a text for mainland China goes to its numbers alone")
        if not parcel.template:
            return Refused("no_template", "no approved text")
        asked = {
            "PhoneNumberSet": [parcel.address],
            "SmsSdkAppId": self.account.app_id,
            "SignName": self.account.sign_name,
            "TemplateId": parcel.template,
            "TemplateParamSet": [value for _, value in parcel.values],
            "SessionContext": parcel.claim.hex,
        }
        now = clock.now()
        try:
            reply = self._call("SendSms", asked)
        except NotSent as error:
            return Throttled(now + SOON, f"unreachable: {error}")
        said = _response(reply)
        if "Error" in said:
            return judged(*_error(said), now)
        statuses = said.get("SendStatusSet")
        first = statuses[0] if isinstance(statuses, list) and statuses else None
        if not isinstance(first, dict):
            raise Unknown("an answer without a status")
        if first.get("Code") == "Ok":
            parts = first.get("Fee")
            counted = sms_parts(parcel.text)
            return Accepted(
                str(first.get("SerialNo", "")), parts if isinstance(parts, int) and parts > 0 else counted
            )
        return judged(str(first.get("Code", "")), str(first.get("Message", "")), now)

    def ask(self, claim: UUID, address: str, on: datetime) -> Heard | None:
        """What became of it, by the number's records since then; None while the vendor has no answer."""
        begin = int((on - timedelta(minutes=5)).timestamp())
        asked = {
            "BeginTime": begin,
            "EndTime": begin + 2 * 86_400,
            "Offset": 0,
            "Limit": RECORDS_MAX,
            "PhoneNumber": address,
            "SmsSdkAppId": self.account.app_id,
        }
        try:
            said = _response(self._call("PullSmsSendStatusByPhoneNumber", asked))
        except (NotSent, Unknown):
            return None
        rows = said.get("PullSmsSendStatusSet")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and row.get("SessionContext") == claim.hex:
                return heard(
                    claim, str(row.get("SerialNo", "")), row.get("ReportStatus"), row.get("Description")
                )
        return None

    def file(self, name: str, text: str) -> Filed:
        """Hand a text in for review. Raises CannotFile."""
        asked = {
            "TemplateName": name[:30],
            "TemplateContent": text,
            "SmsType": 1,  # marketing; 0 would be a notice
            "International": 0,
            "Remark": "酒店会员关怀短信，已取得客人同意，支持退订。",
        }
        added = self._told("AddSmsTemplate", asked).get("AddTemplateStatus")
        code = added.get("TemplateId") if isinstance(added, dict) else None
        if not code:
            raise CannotFile("no TemplateId in the answer", again=False)
        return Filed(str(code), "filed")

    def reviewed(self, code: str) -> Filed:
        """How the review stands. Raises CannotFile."""
        asked = {"International": 0, "TemplateIdSet": [int(code) if code.isascii() and code.isdigit() else 0]}
        rows = self._told("DescribeSmsTemplateList", asked).get("DescribeTemplateStatusSet")
        first = rows[0] if isinstance(rows, list) and rows else None
        if not isinstance(first, dict):
            raise CannotFile("the vendor knows no such template", again=False)
        # 0 approved, 1 in review, -1 refused
        state = {0: "approved", -1: "refused"}.get(first.get("StatusCode", 1), "filed")
        return Filed(code, state, str(first.get("ReviewReply", ""))[:200])

    def _told(self, action: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        try:
            said = _response(self._call(action, asked))
        except (NotSent, Unknown) as error:
            raise CannotFile(f"{type(error).__name__}: {error}", again=True) from error
        if "Error" in said:
            code, detail = _error(said)
            again = code.startswith(("RequestLimit", "LimitExceeded", "InternalError", *OURS_BEGIN))
            raise CannotFile(f"{code}: {detail}"[:200], again=again)
        return said

    def _call(self, action: str, asked: Mapping[str, Any]) -> Reply:
        body = msgspec.json.encode(asked)
        headers = signing.tc3(
            key_id=self.account.key_id,
            secret=self.account.secret,
            host=urlsplit(self.api).netloc,
            service="sms",
            action=action,
            body=body,
            at=clock.real_now(),
        )
        place = self.account.region or REGION
        return post(f"{self.api}/", {**headers, "X-TC-Version": VERSION, "X-TC-Region": place}, body)


def judged(code: str, detail: str, now: datetime) -> Answer:
    """What a refusal means. Raises Unknown where nobody knows whether it was carried out."""
    if not code or code.startswith("InternalError"):
        raise Unknown(code or "no code")
    if code == "FailedOperation.PhoneNumberInBlacklist":
        return Refused(code, detail[:200], opted_out=True)
    if code == "FailedOperation.MarketingSendTimeConstraint":
        return Throttled(moments.next_opening(now, OPENS_AT), code)
    if wait := WAITS.get(code):
        return Throttled(now + wait, code)
    if code in BY_DAY:
        return Throttled(moments.next_day(now), code)
    if code.startswith(("LimitExceeded", "RequestLimitExceeded")) and "CountLimit" not in code:
        return Throttled(now + timedelta(minutes=1 if code.startswith("Request") else 61), code)
    if code in OURS or code.startswith(OURS_BEGIN):
        return Throttled(now + MENDED, code)
    return Refused(code, detail[:200], dead=code in DEAD)


def heard(claim: UUID | None, serial: str, status: object, description: object) -> Heard:
    """A record or a receipt of the vendor's in our words."""
    word = str(description or "")
    if status == "SUCCESS":
        return Heard(claim, serial, "delivered")
    if status != "FAIL":
        return Heard(claim, serial, "sent")
    return Heard(claim, serial, "failed", word[:120], dead=word in NOBODY, opted_out=word in OPTED_OUT)


def _error(said: Mapping[str, Any]) -> tuple[str, str]:
    error = said["Error"]
    if not isinstance(error, dict):
        return "", ""
    return str(error.get("Code", "")), str(error.get("Message", ""))


def _response(reply: Reply) -> dict[str, Any]:
    """What stands in Response. Raises Unknown for what cannot be read, whatever its status."""
    if reply.status == 429:
        return {"Error": {"Code": "RequestLimitExceeded", "Message": "429"}}
    try:
        said = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unknown(f"unreadable answer with {reply.status}") from error
    response = said.get("Response") if isinstance(said, dict) else None
    if reply.status != 200 or not isinstance(response, dict):
        raise Unknown(f"no Response with {reply.status}")
    return response
