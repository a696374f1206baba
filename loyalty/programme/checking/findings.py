"""What a check finds: where in the document, what, in words. A problem stops publishing, a warning does not."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the document: a JSON pointer into it, a stable code, and words."""

    pointer: str
    code: str
    zh: str
    en: str


@dataclass
class Findings:
    problems: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def wrong(self, pointer: str, code: str, zh: str, en: str) -> None:
        self.problems.append(Finding(pointer, code, zh, en))

    def doubt(self, pointer: str, code: str, zh: str, en: str) -> None:
        self.warnings.append(Finding(pointer, code, zh, en))
