"""What a chain's subscription allows a request to do. The table is billing.standing's."""

from typing import TYPE_CHECKING, Any

from api import needing
from billing.standing import Act, Standing, account_of, standing_of
from chains.models import Chain
from kernel import clock
from kernel.errors import Refused
from staff.roles import Ability
from tenants.models import Property

if TYPE_CHECKING:
    from api.views import CallerView

READING = ("get", "head")
OF_READING: dict[Ability | None, Act] = {Ability.EXPORT_DATA: Act.EXPORT, Ability.SEE_AUDIT: Act.EXPORT}
OF_CHANGING: dict[Ability | None, Act] = {
    Ability.SEND_STAYS: Act.STAYS,
    Ability.IMPORT_DATA: Act.STAYS,
    Ability.MOVE_VALUE: Act.REDEEM,
}


class PaymentRequired(Refused):
    """The chain's subscription does not allow this at present; who pays can mend it."""

    code = "payment_required"
    status = 402
    zh = "连锁当前的订阅状态不允许这个操作，请老板在“订阅与账单”处理。"
    en = "The chain's subscription does not allow this at present. Its owner can mend it under Billing."


def demand(view: "CallerView") -> None:
    """Refuse (402) what the chain's subscription does not allow at present."""
    allow(view, act_of(type(view), view.request.method or ""))


def allow(view: "CallerView", act: Act) -> None:
    """Refuse (402) this act where the request is; views ask again when the body makes it more than it seemed."""
    place = view.place()
    chain = place.chain if isinstance(place, Property) else place
    if chain is not None:
        demand_of(chain, act)


def demand_of(chain: Chain, act: Act) -> None:
    """Refuse (402) this act at this chain."""
    account = account_of(chain)
    if account is None:
        return  # a contract outside Stripe
    # Money is owed in real time, whatever a sandbox's clock says.
    standing = standing_of(account, clock.real_now())
    if not standing.allows(act):
        raise refusal(standing)


def reads(chain: Chain) -> bool:
    """Whether more than exports and balances can be read of this chain at present."""
    return standing_of(account_of(chain), clock.real_now()).allows(Act.READ)


def refusal(standing: Standing) -> PaymentRequired:
    return PaymentRequired(
        level=standing.level.value,
        reason=standing.reason,
        since=standing.since,
        mend=standing.mend.value,
    )


def act_of(view: type["CallerView"] | Any, method: str) -> Act:
    """What kind of act this method of a view is: as the view says, else as its ability and the method say."""
    method = method.lower().replace("head", "get")
    if isinstance(view.act, Act):
        return view.act
    if view.act is not None and method in view.act:
        return Act(view.act[method])
    needs = needing.of(view.needs, method)
    if needs is Ability.MANAGE_BILLING:
        return Act.SAFE
    if method == "get":
        return OF_READING.get(needs, Act.READ)
    return OF_CHANGING.get(needs, Act.WRITE)
