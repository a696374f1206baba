"""What a guest's reply to an SMS means: an opt-out is honoured at once, a doubtful one is shown to staff.

Vendors have different words (Aliyun and Huawei: R; Tencent: TD, T or N; older industry: T, 退订): all hold everywhere.
Erring, if at all, towards silence: who writes 退订 in a sentence has opted out, whatever else the sentence says.
"""

import re
import unicodedata
from enum import StrEnum


class Reply(StrEnum):
    OPT_OUT = "opt_out"
    DOUBTFUL = "doubtful"  # marketing by this channel waits until somebody has read it
    OTHER = "other"


LETTERS = {"t", "td", "r", "n", "q", "tui"}
WORDS = {"退", "退订", "退訂", "拒收", "拒绝", "拒絕", "取消订阅", "取消訂閱", "停止", "勿扰", "勿擾", "勿发", "勿發", "stop",
         "stopall", "unsubscribe", "unsub", "cancel", "end", "quit", "remove", "optout"}  # fmt: skip
WITHIN = re.compile(
    r"退订|退訂|拒收|取消订阅|取消訂閱|(?:不要|别|別|勿|不想)(?:再)?(?:给我|給我|跟我)?(?:再)?(?:发|發|收|骚扰|騷擾|打扰|打擾)|骚扰短信|unsubscribe|\bstop (?:sending|texting)"
)
# What may be meant so: short, and against something.
MAYBE = re.compile(
    r"^(?:no|取消|nope|不|不要|不用|不需要|不用了|烦|烦死了|滚|垃圾|投诉|举报|别|算了|no thanks?|spam)$|投诉|举报|骚扰|垃圾短信"
)
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
SAYING = re.compile(r"^(?:回复|回覆|回|请|請|我要|我|申请)")


def read(text: str) -> Reply:
    """What the reply means."""
    plain = EDGES.sub("", unicodedata.normalize("NFKC", text).casefold().strip())
    bare = re.sub(r"[\W_]+", "", SAYING.sub("", plain))
    if bare in LETTERS or bare in WORDS or _repeated(bare) or WITHIN.search(plain):
        return Reply.OPT_OUT
    return Reply.DOUBTFUL if MAYBE.search(plain) else Reply.OTHER


def _repeated(bare: str) -> bool:
    """'TT', 'TDTD', 'TD退订': opt-out words and nothing else."""
    return re.fullmatch(r"(?:td|t|r|n|退订|退訂){2,6}", bare) is not None
