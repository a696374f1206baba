"""Refusals: well-formed requests that a rule turns down. Each names one rule; its code is public API."""

from typing import Any, ClassVar


class Refused(Exception):
    """A business rule says no. `code` and the keys of `facts` are public API.

    `zh` and `en` are the sentences people read; {placeholders} are filled from the facts.
    """

    code: ClassVar[str] = "refused"
    type: ClassVar[str] = ""  # of the problem document, where a registry has one; else it comes from the code
    status: ClassVar[int] = 409
    zh: ClassVar[str] = "这个操作不被允许。"
    en: ClassVar[str] = "This is not allowed."

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, locale: str) -> str:
        template = self.zh if locale.startswith("zh") else self.en
        return template.format_map({key: str(value) for key, value in self.facts.items()})
