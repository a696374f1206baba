"""Tencent's SMS (2021-01-11): signature TC3-HMAC-SHA256, sending, texts in review, records, callbacks."""

import hashlib
import hmac
import re
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from config.local.vendors.common import (
    LINK,
    Answer,
    No,
    Request,
    World,
    faults_of,
    is_night,
    loads,
    mainland,
    said_at,
    size,
)
from config.local.vendors.store import Template, Thing

VERSION = "2021-01-11"
MARK = re.compile(r"\{(\d+)\}")
ENDING = re.compile(r"回复?(?:TD|T|N)退订$")
OPT_OUT = {"TD", "T", "N", "退订"}
NUMBERS_MAX, VALUE_MAX, CONTEXT_MAX = 200, 12, 512
A_DAY = 10
SKEW_S = 300
WORDS = {"DELIVRD": "用户短信送达成功", "MK:0001": "空号", "UNDELIV": "下发失败", "MBBLACK": "黑名单"}


def answer(world: World, request: Request) -> Answer:
    """What the vendor says to one request: always 200, the trouble stands in the body."""
    found = str(uuid.uuid4())
    try:
        account = _signed(world, request)
        asked = loads(request.body)
        if not isinstance(asked, dict):
            raise No("InvalidParameter", "The request body is not a JSON object.")
        act = ACTIONS.get(request.headers.get("x-tc-action", ""))
        if act is None:
            raise No("InvalidAction", "The request action is invalid.")
        body, accepted = act(world, account, asked)
        return Answer(200, {"Response": {**body, "RequestId": found}}, accepted)
    except No as no:
        error = {"Code": no.code, "Message": no.words}
        return Answer(200, {"Response": {"Error": error, "RequestId": found}})


def _signed(world: World, request: Request) -> str:
    """The account of a request that is signed rightly."""
    found = re.fullmatch(
        r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/sms/tc3_request, "
        r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})",
        request.headers.get("authorization", ""),
    )
    if not found:
        raise No("AuthFailure.InvalidAuthorization", "The Authorization header is not as it must be.")
    account, day, names, signature = found[1], found[2], found[3].split(";"), found[4]
    secret = world.store.secret_of(account)
    if secret is None:
        raise No("AuthFailure.SecretIdNotFound", "The SecretId is not found.")
    stamp = request.headers.get("x-tc-timestamp", "")
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > SKEW_S:
        raise No("AuthFailure.SignatureExpire", "The timestamp is too far off.")
    if datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d") != day or not {
        "content-type",
        "host",
    } <= set(names):
        raise No("AuthFailure.InvalidAuthorization", "The scope does not fit.")
    headers = "".join(f"{name}:{request.headers.get(name, '').strip().lower()}\n" for name in names)
    canonical = f"POST\n/\n\n{headers}\n{';'.join(names)}\n{hashlib.sha256(request.body).hexdigest()}"
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{hashed}"
    key = b"TC3" + secret.encode()
    for part in (day, "sms", "tc3_request"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    if not hmac.compare_digest(hmac.new(key, text.encode(), hashlib.sha256).hexdigest(), signature):
        raise No("AuthFailure.SignatureFailure", "The signature does not match.")
    if request.headers.get("x-tc-version") != VERSION:
        raise No("NoSuchVersion", "The API version does not exist.")
    if not request.headers.get("x-tc-region"):
        raise No("MissingParameter", "Region is missing.")
    return account


def _send(world: World, account: str, asked: dict[str, Any]) -> tuple[Thing, list[Thing]]:
    numbers = asked.get("PhoneNumberSet")
    if not isinstance(numbers, list) or not numbers:
        raise No("MissingParameter", "PhoneNumberSet is missing.")
    if len(numbers) > NUMBERS_MAX:
        raise No("LimitExceeded.PhoneNumberCountLimit", "At most 200 numbers.")
    if not re.fullmatch(r"14\d{8}", str(asked.get("SmsSdkAppId", ""))):
        raise No("InvalidParameterValue.SdkAppIdNotExist", "SmsSdkAppId does not exist.")
    context = asked.get("SessionContext", "")
    if not isinstance(context, str) or len(context.encode()) > CONTEXT_MAX:
        raise No("InvalidParameter", "SessionContext is too long.")
    statuses, accepted = [], []
    for written in numbers:
        status: Thing = {"SerialNo": "", "PhoneNumber": written, "Fee": 0, "SessionContext": context}
        try:
            row = _one(world, account, asked, written, context)
            accepted.append(row)
            status |= {"SerialNo": row["provider_id"], "Fee": size(row["text"])}
            status |= {"Code": "Ok", "Message": "send success", "IsoCode": "CN"}
        except No as no:
            status |= {"Code": no.code, "Message": no.words, "IsoCode": ""}
        statuses.append(status)
    return {"SendStatusSet": statuses}, accepted


def _one(world: World, account: str, asked: dict[str, Any], written: object, context: str) -> Thing:
    number = mainland(written)
    if number is None:
        raise No("InvalidParameterValue.IncorrectPhoneNumber", "incorrect phone number")
    sign = asked.get("SignName")
    if not isinstance(sign, str) or not 2 <= len(sign) <= 20:
        raise No("FailedOperation.SignatureIncorrectOrUnapproved", "sign is not approved")
    template = world.store.template(str(asked.get("TemplateId", "")))
    if template is None or (template.vendor, template.account) != ("tencent", account):
        raise No("FailedOperation.TemplateIncorrectOrUnapproved", "template is not approved or not matched")
    if template.state(world.knobs.approve_after_s, time.time()) != "approved":
        raise No("FailedOperation.TemplateIncorrectOrUnapproved", "template is not approved or not matched")
    text = _filled(template, asked.get("TemplateParamSet") or [])
    with world.store.lock:
        if ("tencent", number) in world.store.black:
            raise No("FailedOperation.PhoneNumberInBlacklist", "the number is in the do-not-disturb list")
        _limits(world, account, template, number, text)
        return world.store.accept(
            {
                "vendor": "tencent", "account": account, "to": number, "sign": sign, "template": template.code,
                "kind": template.kind, "text": f"【{sign}】{text}", "out_id": context,
                "provider_id": f"2019:{world.store.number()}",
            }
        )  # fmt: skip


def _filled(template: Template, values: object) -> str:
    marks = MARK.findall(template.text)
    if not isinstance(values, list) or len(values) != len(set(marks)):
        raise No(
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate", "the number of values does not fit"
        )
    for value in values:
        if not isinstance(value, str) or len(value) > VALUE_MAX:
            raise No("InvalidParameterValue.TemplateParameterLengthLimit", "a value is too long")
        if LINK.search(value):
            raise No(
                "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter", "a value must not be a link"
            )
    return MARK.sub(lambda found: values[int(found[1]) - 1], template.text)


def _limits(world: World, account: str, template: Template, number: str, text: str) -> None:
    if template.kind == "marketing" and is_night(world.knobs):
        raise No("FailedOperation.MarketingSendTimeConstraint", "marketing goes from 8 to 22")
    if world.knobs.strikes("limit"):
        raise No("LimitExceeded.PhoneNumberThirtySecondLimit", "one message in 30 seconds")
    if world.knobs.day_limit is not None and world.store.count_of(account) >= world.knobs.day_limit:
        raise No("LimitExceeded.AppDailyLimit", "the day's limit of the application")
    if not world.knobs.limits:
        return
    now = time.time()
    mine = [
        row
        for row in world.store.sent_to(number)
        if row.get("vendor") == "tencent" and row["state"] != "said"
    ]
    if any(now - row["at"] < 30 for row in mine):
        raise No("LimitExceeded.PhoneNumberThirtySecondLimit", "one message in 30 seconds")
    if len(mine) >= A_DAY:
        raise No("LimitExceeded.PhoneNumberDailyLimit", "ten messages a day")


def _records(world: World, account: str, asked: dict[str, Any]) -> tuple[Thing, list[Thing]]:
    number, begin, end = mainland(asked.get("PhoneNumber")), asked.get("BeginTime"), asked.get("EndTime")
    if number is None or not isinstance(begin, int) or asked.get("Offset") != 0:
        raise No("InvalidParameterValue", "PhoneNumber, BeginTime and Offset 0 are needed.")
    if time.time() - begin > 7 * 86_400:
        raise No("InvalidParameterValue.BeginTimeVerifyFail", "At most seven days back.")
    rows = [
        row
        for row in world.store.sent_to(number, 7 * 86_400)
        if row["vendor"] == "tencent"
        and row["account"] == account
        and row["state"] in ("delivered", "failed")
        if begin <= row["at"] <= (end if isinstance(end, int) else time.time())
    ]
    shown = [
        {
            "UserReceiveTime": int(row["settled_at"]),
            "CountryCode": "86",
            "SubscriberNumber": number[3:],
            "PhoneNumber": number,
            "SerialNo": row["provider_id"],
            "ReportStatus": "SUCCESS" if row["state"] == "delivered" else "FAIL",
            "Description": row["code"],
            "SessionContext": row["out_id"],
        }
        for row in rows[: min(100, int(asked.get("Limit", 100)))]
    ]
    return {"PullSmsSendStatusSet": shown}, []


def _add(world: World, account: str, asked: dict[str, Any]) -> tuple[Thing, list[Thing]]:
    text, name = asked.get("TemplateContent"), asked.get("TemplateName")
    if not isinstance(text, str) or not text or not isinstance(name, str) or not name:
        raise No("MissingParameter", "TemplateName and TemplateContent are needed.")
    if asked.get("SmsType") not in (0, 1) or asked.get("International") != 0 or not asked.get("Remark"):
        raise No("InvalidParameter", "SmsType, International or Remark is wrong.")
    kind = "marketing" if asked["SmsType"] == 1 else "notice"
    marks = [int(mark) for mark in MARK.findall(text)]
    ordered = marks == list(range(1, len(marks) + 1))
    why = faults_of(text, MARK, ENDING, kind) if ordered else "变量必须从{1}起依次编号"
    made = world.store.add_template("tencent", account, name, text, kind, reason=why)
    return {"AddTemplateStatus": {"TemplateId": made.code}}, []


def _listed(world: World, account: str, asked: dict[str, Any]) -> tuple[Thing, list[Thing]]:
    wanted = asked.get("TemplateIdSet")
    shown = []
    for code in wanted if isinstance(wanted, list) else []:
        found = world.store.template(str(code))
        if found is None or (found.vendor, found.account) != ("tencent", account):
            continue
        state = found.state(world.knobs.approve_after_s, time.time())
        shown.append(
            {
                "TemplateId": int(found.code),
                "International": 0,
                "StatusCode": {"approved": 0, "filed": 1, "refused": -1}[state],
                "ReviewReply": found.reason if state == "refused" else "",
                "TemplateName": found.name,
                "TemplateContent": found.text,
                "CreateTime": int(found.filed_at),
            }
        )
    return {"DescribeTemplateStatusSet": shown}, []


def receipt(row: Thing, code: str) -> Thing:
    """As the status callback has it: no SessionContext."""
    return {
        "user_receive_time": said_at(),
        "nationcode": "86",
        "mobile": row["to"][3:],
        "report_status": "SUCCESS" if code == "DELIVRD" else "FAIL",
        "errmsg": code,
        "description": WORDS.get(code, code),
        "sid": row["provider_id"],
    }


def reply(number: str, text: str, sign: str) -> Thing:
    """As the reply callback has it: one object, not a list."""
    return {
        "extend": "",
        "mobile": number[3:],
        "nationcode": "86",
        "sign": sign,
        "text": text,
        "time": int(time.time()),
    }


ACTIONS = {
    "SendSms": _send,
    "PullSmsSendStatusByPhoneNumber": _records,
    "AddSmsTemplate": _add,
    "DescribeSmsTemplateList": _listed,
}
