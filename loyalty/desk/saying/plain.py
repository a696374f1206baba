"""A message as it is looked through: evened out, then also without the small words that people put in between."""

import re
import unicodedata
from dataclasses import dataclass

from loyalty.desk.saying.simplified import simplified

# Written shorter than it is said. What stands behind the apostrophe of "don't" is a word of its own by then.
SHORT = {
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "tmr": "tomorrow", "tmrw": "tomorrow",
    "tmw": "tomorrow", "tmo": "tomorrow", "2moro": "tomorrow", "2nite": "tonight", "tonite": "tonight",
    "nite": "night", "nites": "nights", "thx": "thanks", "tks": "thanks", "thks": "thanks", "ty": "thank you",
    "tysm": "thank you", "cant": "can t", "dont": "don t", "doesnt": "doesn t", "didnt": "didn t", "wont": "won t",
    "isnt": "isn t", "arent": "aren t", "wasnt": "wasn t", "couldnt": "couldn t", "havent": "haven t",
    "whats": "what is", "wats": "what is", "wat": "what", "wheres": "where is", "hows": "how is", "im": "i m",
    "ive": "i ve", "bday": "birthday", "brekkie": "breakfast", "brekky": "breakfast", "bfast": "breakfast",
    "pw": "password", "pwd": "password", "rm": "room", "rms": "rooms", "resv": "reservation",
    "rez": "reservation", "wi fi": "wifi", "gonna": "going to", "wanna": "want to", "gotta": "have to",
    "checkin": "check in", "checkout": "check out", "fapio": "fapiao",
}  # fmt: skip
_SHORT = re.compile(r"(?<![a-z0-9])(?:" + "|".join(sorted(SHORT, key=len, reverse=True)) + r")(?![a-z0-9])")
# Longer ones first. None of them says what a message is about, and each may stand in the middle of what does.
FILLERS = re.compile(
    r"想问一?下|问一?下|请问|麻烦(?:你们?|您)?|劳驾|帮忙|帮我们?|给我们?|一下子?|的话|就是说?|那个|这个|然后|那边|这边|"
    r"你们|我们|咱们?|还是|可不可以|能不能|请|亲|太|很|真的?|(?<![不你您])好(?![了的吗吃玩不没])|特别|非常|有点儿?|实在|一直|总是|老是|都|呢|啊|呀|嘛|哦|噢|喔|哈|哇|啦|咯|诶|欸|嗯|额|呃"
)


@dataclass(frozen=True, slots=True)
class View:
    """Some signs of the message, and where each of them stands in it."""

    text: str
    at: tuple[int, ...]


def normal(text: str) -> str:
    """Small letters, one width, simplified signs, abbreviations written out, one space between words, no other signs."""
    even = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(
        sign if unicodedata.category(sign)[0] in "LNM" or sign in "👍🌹🙏" else " " for sign in even
    )
    # Nobody writes a letter three times but to be loud: hellooo.
    quiet = re.sub(r"([a-z])\1{2,}", r"\1", simplified(kept))
    return _SHORT.sub(lambda found: SHORT[found[0]], " ".join(quiet.split()))


def tight(plain: str) -> View:
    """Without the spaces that stand beside signs which need none."""
    spare = {found.start() for found in re.finditer(r"(?<![a-z0-9]) | (?![a-z0-9])", plain)}
    at = tuple(place for place in range(len(plain)) if place not in spare)
    return View("".join(plain[place] for place in at), at)


def bare(view: View) -> View:
    """Without the small words; the same where there are none."""
    small = {place for found in FILLERS.finditer(view.text) for place in range(*found.span())}
    if not small:
        return view
    left = [place for place in range(len(view.text)) if place not in small]
    return View("".join(view.text[place] for place in left), tuple(view.at[place] for place in left))
