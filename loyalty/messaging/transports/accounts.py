"""What a transport needs to know of a property's account with a vendor."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Account:
    """An account with an SMS vendor; the secret is shown in no log."""

    vendor: str  # aliyun | tencent
    key_id: str
    secret: str = field(repr=False)
    sign_name: str  # what stands in 【】, as approved
    app_id: str = ""  # Tencent's SmsSdkAppId
    region: str = ""  # Tencent's; '' : Guangzhou


@dataclass(frozen=True, slots=True)
class Filed:
    """What a vendor says of a text that was filed."""

    code: str  # the vendor's own for it
    state: str  # filed | approved | refused
    reason: str = ""


class CannotFile(Exception):
    """The vendor did not take the text for its review; `again`: it may, later."""

    def __init__(self, reason: str, *, again: bool) -> None:
        super().__init__(reason)
        self.reason, self.again = reason, again
