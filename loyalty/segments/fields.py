"""What a field is: how it is called, what can be asked of it, and where in a property's tables it stands.

All SQL here and in the catalogue is constant. Marks in it that the compiler replaces: {test} the condition, {today},
{from} and {to} of a window, {of} the wanted kinds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from loyalty.segments.operators import BY_TYPE, KNOWN, WORDS_OWN, Operator, Type

# One row for each who has visited, as the last night or the last visit left it.
STATE = "g.id IN (SELECT a.guest_id FROM lifecycle_state a WHERE {test})"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask of a guest.

    `x`: the expression asked. `among`: where it stands when that is not the guest's own row; a condition with {test}
    in its middle. `empty`: what a figure over neighbours is where there are none (None: unknown). A field with a
    `window` can be asked `within` a time, back from today or ahead of it; one with `of` for some kinds only. Asked
    without either, it is read where it is `kept` (an expression, and where that stands) if it is.
    """

    name: str
    group: str
    zh: str
    en: str
    type: Type
    x: str
    among: str = ""
    nullable: bool = False
    empty: int | None = None
    window: str = ""  # condition with {from} and {to}
    ahead: bool = False
    of: str = ""  # condition with {of}
    of_zh: str = ""
    of_en: str = ""
    choices: Mapping[str, tuple[str, str]] | None = None
    unit_zh: str = ""
    unit_en: str = ""
    kept: tuple[str, str] | None = None  # x and among

    @property
    def grouped(self) -> bool:
        """Whether one pass over its neighbours answers more than it: a figure in HAVING, or their only row."""
        return "HAVING {test}" in self.among or self.among == STATE

    @property
    def operators(self) -> tuple[Operator, ...]:
        found = WORDS_OWN if self.type == "words" and not self.among else BY_TYPE[self.type]
        return (*found, KNOWN) if self.nullable else found

    def operator(self, name: str) -> Operator | None:
        return next((operator for operator in self.operators if operator.name == name), None)

    def asked(self, narrowed: bool) -> "Field":
        """As it is read when asked within a time or of some kinds (`narrowed`), or of everything there ever was."""
        if narrowed or self.kept is None:
            return self
        return replace(self, x=self.kept[0], among=self.kept[1])
