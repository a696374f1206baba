"""How every page looks and speaks."""

from datetime import datetime
from html import escape
from typing import Any

from config.local.stripe.pages.words import WORDS

STYLE = """
:root { color-scheme: light; --line: #d9dde3; --ink: #1f2733; --soft: #5d6877; --deep: #174ea6; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.6 system-ui, -apple-system, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  color: var(--ink); background: #f5f6f8; }
.mark { background: #fff4d6; border-bottom: 1px solid #e8cf8a; padding: 8px 16px; text-align: center; font-size: 14px; }
main { max-width: 760px; margin: 0 auto; padding: 16px; }
h1 { font-size: 22px; margin: 12px 0; } h2 { font-size: 17px; margin: 0 0 8px; }
section { background: #fff; border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 0 0 16px; }
label { display: block; margin: 10px 0 4px; font-size: 14px; color: var(--soft); }
input, select { width: 100%; font: inherit; padding: 9px 10px; border: 1px solid #aeb6c2; border-radius: 6px;
  background: #fff; color: inherit; }
input:focus-visible, select:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #8ab4f8; outline-offset: 1px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
button { font: inherit; font-weight: 600; padding: 10px 16px; border-radius: 6px; border: 1px solid var(--deep);
  background: var(--deep); color: #fff; cursor: pointer; }
button.plain { background: #fff; color: var(--deep); }
button.wide { width: 100%; margin-top: 16px; }
.row { display: flex; justify-content: space-between; gap: 12px; padding: 6px 0; border-bottom: 1px solid #eef0f3; }
.row:last-of-type { border-bottom: 0; } .row > :last-child { white-space: nowrap; text-align: right; }
.sum { font-weight: 700; } .soft { color: var(--soft); font-size: 14px; }
.trouble { background: #fde8e8; border: 1px solid #e3a1a1; border-radius: 8px; padding: 10px 14px; margin-bottom: 16px; }
.done { background: #e6f4ea; border: 1px solid #a6d0b2; border-radius: 8px; padding: 10px 14px; margin-bottom: 16px; }
table { width: 100%; border-collapse: collapse; font-size: 14px; } td, th { text-align: left; padding: 6px 4px;
  border-bottom: 1px solid #eef0f3; vertical-align: top; } td.money { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; } code { font-size: 14px; white-space: nowrap; } form.inline { display: inline; }
a { color: var(--deep); }
"""


def language(accept: str, locale: str | None) -> str:
    """zh or en: what the session says, else what the browser likes best."""
    if locale and locale != "auto":
        return "zh" if locale.startswith("zh") else "en"
    best, best_weight = "en", 0.0
    for part in accept.lower().split(","):
        tag, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        if weight > best_weight and tag[:2] in ("zh", "en"):
            best, best_weight = tag[:2], weight
    return best


class Speaker:
    """Words, money and days in one language; everything it returns is safe in HTML."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **facts: Any) -> str:
        said = WORDS[key][0 if self.lang == "zh" else 1]
        return escape(said.format(**facts))

    def money(self, cents: int, currency: str) -> str:
        sign = {"cny": "¥" if self.lang == "zh" else "CN¥", "usd": "$" if self.lang == "en" else "US$"}.get(
            currency, currency.upper() + " "
        )
        return escape(f"{'-' if cents < 0 else ''}{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}")

    def day(self, moment: int | None) -> str:
        if moment is None:
            return ""
        at = datetime.fromtimestamp(moment).astimezone()
        return f"{at.year}年{at.month}月{at.day}日" if self.lang == "zh" else at.strftime("%d %b %Y")


def whole_page(speak: Speaker, title: str, body: str) -> str:
    """A page; `title` and `body` are HTML already."""
    return (
        f'<!doctype html><html lang="{"zh-CN" if speak.lang == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>"
        f'<div class="mark" role="note"><strong>{speak("mark")}</strong> {speak("mark_more")}</div>'
        f"<main>{body}</main></body></html>"
    )


def trouble(text: str) -> str:
    return f'<div class="trouble" role="alert">{escape(text)}</div>' if text else ""


def field(speak: Speaker, name: str, value: str = "", *, required: bool = False, more: str = "") -> str:
    need = " required" if required else ""
    return (
        f'<label for="{name}">{speak("field_" + name)}</label>'
        f'<input id="{name}" name="{name}" value="{escape(value)}"{need} {more}>'
    )


def card_fields(speak: Speaker, typed: dict[str, str]) -> str:
    digits = 'inputmode="numeric" autocomplete="off"'
    return (
        field(
            speak,
            "number",
            typed.get("number", ""),
            required=True,
            more=f'{digits} placeholder="4242 4242 4242 4242" maxlength="30"',
        )
        + '<div class="pair"><div>'
        + field(
            speak,
            "expiry",
            typed.get("expiry", ""),
            required=True,
            more=f'{digits} placeholder="12 / 34" maxlength="9"',
        )
        + "</div><div>"
        + field(
            speak,
            "cvc",
            typed.get("cvc", ""),
            required=True,
            more=f'{digits} placeholder="123" maxlength="4"',
        )
        + "</div></div>"
    )


def test_cards(speak: Speaker) -> str:
    rows = (
        ("4242 4242 4242 4242", "card_pays"),
        ("4000 0000 0000 0341", "card_later"),
        ("4000 0000 0000 0002", "card_never"),
    )
    cells = "".join(f"<tr><td><code>{number}</code></td><td>{speak(key)}</td></tr>" for number, key in rows)
    return (
        f'<section><h2>{speak("test_cards")}</h2><div class="scroll"><table>{cells}</table></div></section>'
    )


COUNTRIES = ("CN", "HK", "MO", "TW", "SG", "US", "GB", "DE", "JP")
TAX_IDS = ("cn_tin", "hk_br", "tw_vat", "sg_uen", "eu_vat", "gb_vat", "us_ein", "jp_cn", "au_abn")


def address_fields(speak: Speaker, typed: dict[str, str], *, required: bool) -> str:
    chosen = typed.get("country") or "CN"
    options = "".join(
        f'<option value="{code}"{" selected" if code == chosen else ""}>{speak("country_" + code)}</option>'
        for code in COUNTRIES
    )
    return (
        f'<label for="country">{speak("field_country")}</label><select id="country" name="country">{options}</select>'
        + field(speak, "line1", typed.get("line1", ""), required=required)
        + '<div class="pair"><div>'
        + field(speak, "city", typed.get("city", ""))
        + "</div><div>"
        + field(speak, "postal_code", typed.get("postal_code", ""))
        + "</div></div>"
    )


def tax_fields(speak: Speaker, typed: dict[str, str]) -> str:
    chosen = typed.get("tax_id_type") or "cn_tin"
    options = "".join(
        f'<option value="{code}"{" selected" if code == chosen else ""}>{speak("tax_" + code)}</option>'
        for code in TAX_IDS
    )
    return (
        f'<label for="tax_id_type">{speak("field_tax_id_type")}</label>'
        f'<select id="tax_id_type" name="tax_id_type">{options}</select>'
        + field(speak, "tax_id", typed.get("tax_id", ""))
    )


def typed_address(form: dict[str, str]) -> dict[str, str | None] | None:
    """The address of a form, or None when nothing of it was typed."""
    if not any(form.get(key) for key in ("line1", "city", "postal_code")):
        return None
    return {
        "line1": form.get("line1") or None,
        "line2": None,
        "city": form.get("city") or None,
        "state": None,
        "postal_code": form.get("postal_code") or None,
        "country": form.get("country") or "CN",
    }


def expiry(typed: str) -> tuple[int, int]:
    """`12 / 34` or `12/2034` as (12, 2034); (0, 0) for anything else."""
    month, _, year = typed.replace(" ", "").partition("/")
    if not year and len(month) == 4:
        month, year = month[:2], month[2:]
    if not (month.isascii() and month.isdigit() and year.isascii() and year.isdigit()):
        return 0, 0
    return int(month), int(year) + (2000 if len(year) == 2 else 0)
