"""What was "delivered", as on a phone; a person can read it and write back."""

import html
import time
from typing import Any
from urllib.parse import parse_qs

from config.local.vendors.store import Store, Thing

# No scripts, nothing from elsewhere.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
TALKS_MAX, MESSAGES_MAX = 60, 30
WORDS: dict[str, tuple[str, str]] = {
    "title": ("客人的手机", "What guests received"),
    "about": (
        "这里是本机的短信与邮件模拟服务：没有任何消息真正发出。可以用客人的身份回复，例如 TD 或 R 表示退订。",
        "Stand-ins for SMS vendors and a mail server on this machine: nothing really goes out. Answer as the guest would; TD or R opts out.",
    ),
    "none": ("还没有收到任何消息。", "Nothing has arrived yet."),
    "search": ("手机号或邮箱", "number or mailbox"),
    "find": ("查找", "Find"),
    "reply": ("回复", "Answer"),
    "accepted": ("已受理", "accepted"),
    "delivered": ("已送达", "delivered"),
    "failed": ("未送达", "not delivered"),
    "said": ("客人回复", "the guest wrote"),
    "black": ("已退订", "opted out"),
}
STYLE = """
:root{color-scheme:light dark;--ink:#1f2328;--soft:#6a737d;--paper:#fff;--ground:#f4f2ee;--line:#e3dfd7;--mine:#d8efe4;--accent:#0f6b54}
@media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#9aa0a6;--paper:#22262a;--ground:#16191c;--line:#363b40;--mine:#1d4a3d;--accent:#5cc6a5}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif}
header,main{max-width:1180px;margin:0 auto;padding:20px 16px}header p{color:var(--soft);margin:.3em 0 1em;max-width:46em}h1{font-size:22px;margin:0}
.talks{display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));align-items:start}
.talk{background:var(--paper);border:1px solid var(--line);border-radius:20px;padding:14px;display:flex;flex-direction:column;gap:10px}
.talk h2{font-size:15px;margin:0;display:flex;justify-content:space-between;gap:8px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.talk h2 small{color:#b3492f;font-weight:500;white-space:nowrap}.log{display:flex;flex-direction:column;gap:8px;max-height:420px;overflow:auto}
.m{background:var(--ground);border-radius:14px 14px 14px 4px;padding:8px 11px;max-width:92%;white-space:pre-wrap;overflow-wrap:anywhere}
.m.said{align-self:flex-end;background:var(--mine);border-radius:14px 14px 4px 14px}.m b{display:block}.m small{display:block;color:var(--soft);font-size:12px;margin-top:3px}
form{display:flex;gap:8px}input{flex:1;min-width:0;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:10px;padding:6px 10px}
button{font:inherit;border:0;border-radius:10px;padding:6px 14px;background:var(--accent);color:var(--paper)}
"""


def page(store: Store, query: str, accept: str) -> str:
    """The whole page."""
    zh = not accept.lower().startswith("en")
    word = {name: pair[0 if zh else 1] for name, pair in WORDS.items()}
    wanted = (parse_qs(query).get("q") or [""])[0].strip()
    talks = {who: rows for who, rows in store.talks().items() if wanted in who}
    shown = "".join(_talk(store, who, rows, word) for who, rows in list(talks.items())[:TALKS_MAX])
    return (
        f'<!doctype html><html lang="{"zh-CN" if zh else "en"}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{word["title"]}</title><style>{STYLE}</style>'
        f"<header><h1>{word['title']}</h1><p>{word['about']}</p><form method=get><input name=q aria-label="
        f'"{word["search"]}" placeholder="{word["search"]}" value="{html.escape(wanted)}"><button>{word["find"]}'
        f"</button></form></header><main>{f'<div class=talks>{shown}</div>' if shown else word['none']}</main></html>"
    )


def _talk(store: Store, who: str, rows: list[Thing], word: dict[str, str]) -> str:
    out = any((vendor, who) in store.black for vendor in ("aliyun", "tencent"))
    name = html.escape(who)
    log = "".join(_message(row, word) for row in rows[-MESSAGES_MAX:])
    answer = (
        ""
        if "@" in who
        else (
            f'<form method=post action=/_reply><input type=hidden name=phone value="{name}"><input name=text required '
            f'maxlength=200 aria-label="{word["reply"]}" placeholder="TD"><button>{word["reply"]}</button></form>'
        )
    )
    badge = f"<small>{word['black']}</small>" if out else ""
    return f"<section class=talk><h2>{name}{badge}</h2><div class=log>{log}</div>{answer}</section>"


def _message(row: dict[str, Any], word: dict[str, str]) -> str:
    state = str(row["state"])
    subject = f"<b>{html.escape(str(row['subject']))}</b>" if row.get("subject") else ""
    at = time.strftime("%m-%d %H:%M", time.localtime(row["at"]))
    note = f"{at} · {word.get(state, state)}" + (
        f" {html.escape(str(row['code']))}" if state == "failed" else ""
    )
    return f'<div class="m {state}">{subject}{html.escape(str(row["text"]))}<small>{note}</small></div>'
