"""What both SMS vendors' stand-ins share: a request, an answer, numbers, times, and what becomes of a message."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from config.local.vendors.knobs import Knobs
from config.local.vendors.pushing import Pusher
from config.local.vendors.store import Store, Thing

CHINA = timezone(timedelta(hours=8))
MAINLAND = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")
LINK = re.compile(r"(?i)https?://|www\.|\.(?:com|cn|net)\b")


@dataclass
class Request:
    headers: Mapping[str, str]  # names in lower case
    query: str
    body: bytes


@dataclass
class Answer:
    status: int
    body: dict[str, Any]
    accepted: list[Thing] = field(default_factory=list)  # messages whose receipts are still to come


@dataclass
class World:
    """What the vendors act on."""

    store: Store
    knobs: Knobs
    pusher: Pusher
    hook: str

    def hook_of(self, account: str, vendor: str) -> str:
        """Where this account has its receipts posted."""
        if "{token}" not in self.hook:
            return self.hook
        return self.hook.format(account=account, vendor=vendor, token=self.store.derived(account, "hook"))


class No(Exception):
    """The vendor refuses: its code and words."""

    def __init__(self, code: str, words: str, status: int = 200) -> None:
        super().__init__(code)
        self.code, self.words, self.status = code, words, status


def mainland(written: object) -> str | None:
    """'+8613800138000' for every way of writing it."""
    found = MAINLAND.fullmatch(written) if isinstance(written, str) else None
    return f"+86{found[1]}" if found else None


def said_at(moment: float | None = None) -> str:
    return datetime.fromtimestamp(moment or time.time(), CHINA).strftime("%Y-%m-%d %H:%M:%S")


def is_night(knobs: Knobs) -> bool:
    """Whether marketing does not go now."""
    if knobs.window is None:
        return False
    opens, closes = knobs.window
    return not opens <= datetime.now(CHINA).hour < closes


def size(text: str) -> int:
    """As how many messages it is billed."""
    return 1 if len(text) <= 70 else -(-len(text) // 67)


def faults_of(text: str, mark: re.Pattern[str], ending: re.Pattern[str], kind: str) -> str:
    """Why a reviewer would refuse this text; '' : he would not."""
    if kind == "marketing" and not ending.search(text):
        return "营销短信必须以规定的退订方式结尾"
    if "【" in text or "】" in text:
        return "模板内容不能包含【】"
    if re.search(mark.pattern + r"\s*" + mark.pattern, text):
        return "变量不能相邻"
    if not re.search(r"\w", mark.sub("", text)):
        return "模板不能只有变量"
    return ""


def loads(raw: str | bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None
