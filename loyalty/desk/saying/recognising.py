"""Which kinds of messages a message may be, the likeliest first. Knows no database.

What is asked goes before how it is asked, a greeting or a thank-you only counts where nothing else is said, and a
complaint goes before everything. Sure is only what accounts for enough of the message and has no rival.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.desk.saying import hearing
from loyalty.desk.saying.hearing import Heard, Kind

COMPLAINT, OTHER = hearing.COMPLAINT, "other"
# Sure: as much as a sign or a short word, and nothing else says nearly as much.
ENOUGH, CLEAR = 0.8, 0.6
# Of all that is said, at least so much: a word in a long story does not tell what the story is about, and a courtesy at
# the end of one is not all of it.
SHARE, SHARE_OF_COURTESY = 0.18, 0.4


@dataclass(frozen=True, slots=True)
class Recognised:
    """`codes`: the likeliest first; `sure`: staff need not choose; `refused`: it also says what is not wanted."""

    codes: tuple[str, ...]
    sure: bool
    refused: bool = False


def recognise(message: str, kinds: Sequence[Kind]) -> Recognised:
    """What this message may be. Nothing that fits: 'other', where the house has it, and not sure."""
    said = hearing.meaning(message, kinds)
    weights = {kind.code: kind.weight for kind in kinds}
    told = _told(said.heard)
    scores = {code: much * weights[code] for code, much in told.items()}
    order = {kind.code: place for place, kind in enumerate(kinds)}
    courtesy = {kind.code for kind in kinds if kind.courtesy}
    ranked = sorted(
        scores, key=lambda code: (code != COMPLAINT, code in courtesy, -scores[code], order[code])
    )
    if not ranked:
        return Recognised((OTHER,) if OTHER in order else (), False, said.refused)
    first = ranked[0]
    # A courtesy beside a question, and how something is asked, make nobody doubt what it is about.
    lesser = {kind.code for kind in kinds if kind.courtesy or kind.weight < 1}
    rivals = [code for code in ranked[1:] if first in lesser or code not in lesser]
    clear = first == COMPLAINT or all(scores[code] <= CLEAR * scores[first] for code in rivals)
    # Whatever else is said beside a refusal: somebody must read what is not wanted.
    enough = scores[first] >= ENOUGH and told[first] >= said.size * (
        SHARE_OF_COURTESY if first in courtesy else SHARE
    )
    sure = enough and clear and first != OTHER and not said.refused
    return Recognised(tuple(ranked), sure, said.refused)


def _told(heard: Sequence[Heard]) -> dict[str, float]:
    """How much of the message each kind accounts for."""
    by_code: dict[str, dict[int, float]] = {}
    for each in heard:
        places = by_code.setdefault(each.code, {})
        for place, weight in each.places.items():
            places[place] = max(weight, places.get(place, 0.0))
    return {code: sum(places.values()) for code, places in by_code.items()}
