"""Aliyun's dysmsapi (2017-05-25): signature ACS3-HMAC-SHA256, sending, texts in review, records, receipts."""

import hashlib
import hmac
import re
import time
import uuid
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote

from config.local.vendors.common import (
    CHINA,
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

VERSION = "2017-05-25"
MARK = re.compile(r"\$\{([A-Za-z][A-Za-z0-9_]*)\}")
ENDING = re.compile(r"拒收请回复R$")
OPT_OUT = {"R", "TD", "T", "退订"}
KINDS = {"0": "code", "1": "notice", "2": "marketing"}
NUMBERS_MAX, VALUE_MAX, NOTICE_A_DAY = 1000, 35, 50
CODE_LIMITS = ((60, 1, "分钟"), (3600, 5, "小时"), (86_400, 10, "天"))
SKEW_S = 900
WORDS = {
    "DELIVERED": "用户接收成功",
    "MOBILE_NOT_ON_SERVICE": "空号",
    "MOBILE_TERMINAL_ERROR": "手机终端问题",
    "MOBILE_IN_BLACK": "黑名单管控",
}


def answer(world: World, request: Request) -> Answer:
    """What the vendor says to one request."""
    found = str(uuid.uuid4()).upper()
    try:
        account, query = _signed(world, request)
        action = request.headers.get("x-acs-action", "")
        act = ACTIONS.get(action)
        if act is None:
            raise No("InvalidAction.NotFound", "Specified api is not found.", 404)
        body, accepted = act(world, account, query)
        return Answer(200, {"RequestId": found, "Code": "OK", "Message": "OK", **body}, accepted)
    except No as no:
        told: dict[str, Any] = {"RequestId": found, "Code": no.code, "Message": no.words}
        if no.status != 200:
            told["HostId"] = "dysmsapi.aliyuncs.com"
        return Answer(no.status, told)


def _signed(world: World, request: Request) -> tuple[str, dict[str, str]]:
    """The account and the parameters of a request that is signed rightly."""
    given = request.headers.get("authorization", "")
    found = re.fullmatch(
        r"ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})", given
    )
    if not found:
        raise No("IncompleteSignature", "The request signature does not conform to Aliyun standards.", 400)
    account, names, signature = found[1], found[2].split(";"), found[3]
    secret = world.store.secret_of(account)
    if secret is None:
        raise No("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404)
    must = {"host", *(name for name in request.headers if name.startswith("x-acs-"))}
    if names != sorted(names) or not must <= set(names):
        raise No("IncompleteSignature", "All x-acs-* headers must be signed.", 400)
    digest = hashlib.sha256(request.body).hexdigest()
    if request.headers.get("x-acs-content-sha256") != digest:
        raise No("SignatureDoesNotMatch", "The content digest does not match.", 400)
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    line = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(query.items()))
    headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in names)
    canonical = f"POST\n/\n{line}\n{headers}\n{';'.join(names)}\n{digest}"
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    expected = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, signature):
        raise No("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.", 400)
    _fresh(world, request)
    return account, query


def _fresh(world: World, request: Request) -> None:
    try:
        at = datetime.strptime(request.headers.get("x-acs-date", ""), "%Y-%m-%dT%H:%M:%S%z").timestamp()
    except ValueError:
        raise No("InvalidTimeStamp.Format", "Specified time stamp is not well formatted.", 400) from None
    if abs(time.time() - at) > SKEW_S:
        raise No("InvalidTimeStamp.Expired", "Specified time stamp is expired.", 400)
    nonce = request.headers.get("x-acs-signature-nonce", "")
    with world.store.lock:
        if not nonce or nonce in world.store.nonces:
            raise No("SignatureNonceUsed", "The request signature nonce has been used.", 400)
        world.store.nonces.add(nonce)
    if request.headers.get("x-acs-version") != VERSION:
        raise No("InvalidVersion", "Specified parameter Version is not valid.", 400)


def _send(world: World, account: str, query: dict[str, str]) -> tuple[Thing, list[Thing]]:
    for name in ("PhoneNumbers", "SignName", "TemplateCode"):
        if not query.get(name):
            raise No(f"Missing{name}", f"{name} is mandatory for this action.", 400)
    numbers = [mainland(each.strip()) for each in query["PhoneNumbers"].split(",")]
    if None in numbers:
        raise No("isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误")
    if len(numbers) > NUMBERS_MAX:
        raise No("isv.MOBILE_COUNT_OVER_LIMIT", "手机号码数量超过限制")
    if not 2 <= len(query["SignName"]) <= 20:
        raise No("isv.SMS_SIGNATURE_ILLEGAL", "该账号下找不到对应签名")
    template = world.store.template(query["TemplateCode"])
    if template is None or (template.vendor, template.account) != ("aliyun", account):
        raise No("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板")
    if template.state(world.knobs.approve_after_s, time.time()) != "approved":
        raise No("isv.SMS_TEMPLATE_ILLEGAL", "模板未审核通过")
    text = _filled(template, query.get("TemplateParam"))
    if template.kind == "marketing" and is_night(world.knobs):
        raise No("isv.BUSINESS_LIMIT_CONTROL", "推广短信发送时间限制，触发小时级流控Permits:0")
    out_id = query.get("OutId", "")
    accepted = []
    with world.store.lock:
        for number in numbers:
            _limits(world, account, query["SignName"], template, str(number))
        biz_id = f"{world.store.number()}^0"
        for number in numbers:
            row = {
                "vendor": "aliyun", "account": account, "to": number, "sign": query["SignName"],
                "template": template.code, "kind": template.kind, "text": f"【{query['SignName']}】{text}",
                "out_id": out_id, "provider_id": biz_id,
            }  # fmt: skip
            accepted.append(world.store.accept(row))
    return {"BizId": biz_id}, accepted


def _filled(template: Template, written: str | None) -> str:
    """The text with its values. As the vendor, it takes each value apart from the others."""
    values = loads(written) if written else {}
    if not isinstance(values, dict):
        raise No("isv.INVALID_JSON_PARAM", "参数格式错误，请检查TemplateParam")
    for name in MARK.findall(template.text):
        value = values.get(name)
        if value is None:
            raise No("isv.TEMPLATE_MISSING_PARAMETERS", f"模板变量中缺少参数：{name}")
        if not isinstance(value, str) or not 1 <= len(value) <= VALUE_MAX:
            raise No("isv.PARAM_LENGTH_LIMIT", f"参数超过长度限制：{name}")
        if LINK.search(value):
            raise No("isv.PARAM_NOT_SUPPORT_URL", "变量不支持传入URL")
    return MARK.sub(lambda found: values[found[1]], template.text)


def _limits(world: World, account: str, sign: str, template: Template, number: str) -> None:
    if world.knobs.strikes("limit"):
        raise No("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1")
    if world.knobs.day_limit is not None and world.store.count_of(account) >= world.knobs.day_limit:
        raise No("isv.DAY_LIMIT_CONTROL", "触发日发送限额")
    if not world.knobs.limits:
        return
    mine = [
        row
        for row in world.store.sent_to(number)
        if row.get("sign") == sign and row.get("vendor") == "aliyun"
    ]
    if template.kind == "code":
        now = time.time()
        for span_s, most, word in CODE_LIMITS:
            if sum(row["kind"] == "code" and now - row["at"] < span_s for row in mine) >= most:
                raise No("isv.BUSINESS_LIMIT_CONTROL", f"触发{word}级流控Permits:{most}")
    elif sum(row["template"] == template.code for row in mine) >= NOTICE_A_DAY:
        raise No("isv.BUSINESS_LIMIT_CONTROL", f"触发天级流控Permits:{NOTICE_A_DAY}")


def _details(world: World, account: str, query: dict[str, str]) -> tuple[Thing, list[Thing]]:
    number = mainland(query.get("PhoneNumber"))
    if number is None or not re.fullmatch(r"\d{8}", query.get("SendDate", "")):
        raise No("isv.INVALID_PARAMETERS", "参数异常")
    page = max(1, int(query.get("CurrentPage") or 1))
    most = min(50, max(1, int(query.get("PageSize") or 10)))
    rows = [
        row
        for row in world.store.sent_to(number, 30 * 86_400)
        if row["vendor"] == "aliyun" and row["account"] == account and row["state"] != "said"
        if said_at(row["at"])[:10].replace("-", "") == query["SendDate"]
        if not query.get("BizId") or row["provider_id"] == query["BizId"]
    ]
    status = {"accepted": 1, "failed": 2, "delivered": 3}
    shown = [
        {
            "PhoneNum": number[3:],
            "SendStatus": status[row["state"]],
            "ErrCode": row.get("code", ""),
            "TemplateCode": row["template"],
            "Content": row["text"],
            "SendDate": said_at(row["at"]),
            "ReceiveDate": said_at(row["settled_at"]) if "settled_at" in row else "",
            "OutId": row["out_id"],
            "BizId": row["provider_id"],
        }
        for row in rows[(page - 1) * most : page * most]
    ]
    return {"TotalCount": str(len(rows)), "SmsSendDetailDTOs": {"SmsSendDetailDTO": shown}}, []


def _create(world: World, account: str, query: dict[str, str]) -> tuple[Thing, list[Thing]]:
    text, kind = query.get("TemplateContent", ""), KINDS.get(query.get("TemplateType", ""))
    if not text or len(text) > 500 or not query.get("TemplateName") or len(query["TemplateName"]) > 30:
        raise No("isv.TEMPLATE_CONTENT_ILLEGAL", "模板内容不合法")
    if kind is None:
        raise No("isv.TEMPLATE_TYPE_ILLEGAL", "模板类型不合法")
    names = MARK.findall(text)
    why = "变量重复" if len(names) > len(set(names)) else faults_of(text, MARK, ENDING, kind)
    made = world.store.add_template("aliyun", account, query["TemplateName"], text, kind, reason=why)
    return {"TemplateCode": made.code, "TemplateName": made.name, "OrderId": str(world.store.number())}, []


def _get(world: World, account: str, query: dict[str, str]) -> tuple[Thing, list[Thing]]:
    found = world.store.template(query.get("TemplateCode", ""))
    if found is None or (found.vendor, found.account) != ("aliyun", account):
        raise No("isv.SMS_TEMPLATE_ILLEGAL", "该账号下找不到对应模板")
    state = found.state(world.knobs.approve_after_s, time.time())
    told: Thing = {
        "TemplateCode": found.code,
        "TemplateName": found.name,
        "TemplateContent": found.text,
        "TemplateStatus": {"filed": "0", "approved": "1", "refused": "2"}[state],
        "CreateDate": said_at(found.filed_at),
    }
    if state == "refused":
        told["AuditInfo"] = {"RejectInfo": found.reason, "AuditDate": said_at()}
    return told, []


def receipt(row: Thing, code: str) -> Thing:
    """As SmsReport has it."""
    return {
        "phone_number": row["to"][3:],
        "send_time": said_at(row["at"]),
        "report_time": said_at(),
        "success": code == "DELIVERED",
        "err_code": code,
        "err_msg": WORDS.get(code, code),
        "sms_size": str(size(row["text"])),
        "biz_id": row["provider_id"],
        "out_id": row["out_id"],
    }


def reply(number: str, text: str, sequence: int) -> Thing:
    """As SmsUp has it."""
    return {
        "phone_number": number[3:],
        "content": text,
        "send_time": datetime.now(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
        "dest_code": "1234",
        "sequence_id": str(sequence),
    }


ACTIONS = {
    "SendSms": _send,
    "QuerySendDetails": _details,
    "CreateSmsTemplate": _create,
    "AddSmsTemplate": _create,  # the older name, still answered
    "GetSmsTemplate": _get,
    "QuerySmsTemplate": _get,
}
