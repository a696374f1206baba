"""How many requests one key, one person or one stranger may send, and the headers that say so.

A key is counted as itself, a person as himself, whatever address they come from; a stranger by his address as the
proxy in front of us saw it. A batch is one request. Headers and problem follow draft-ietf-httpapi-ratelimit-headers.
"""

import math
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from api import windows
from api.callers import Caller
from api.refusals import Unavailable
from billing.plans import limits_of
from billing.standing import account_of
from kernel.errors import Refused
from staff.signing_in import address, network_of

SAID = "huike.allowance"  # where count() leaves for tell() what it found
RETRY_S = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be used within any so many seconds."""

    name: str
    limit: int
    window_s: int = 10


DEFAULT = "default"
PEOPLE = Policy(DEFAULT, 300)
STRANGERS = Policy(DEFAULT, 60)
# What a stranger does that costs us or somebody else more. A whole office may sign in from one address.
DOORS = {
    "sign-in": Policy("sign-in", 30, 60),  # a password or a link is tried
    "mail": Policy("mail", 10, 60),  # somebody gets a mail
}
# While Redis is away each process counts for itself.
_local = windows.Local()


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a policy after a request."""

    policy: Policy
    left: int
    resets_s: int


class TooMany(Refused):
    code = "quota_exceeded"
    type = "https://iana.org/assignments/http-problem-types#quota-exceeded"
    status = 429
    zh = "请求过于频繁：{window} 秒内最多 {limit} 次，请 {retry_after} 秒后再试。"
    en = "Too many requests: at most {limit} within {window} seconds. Try again in {retry_after} seconds."


def count(request: HttpRequest, caller: Caller | None, door: str | None = None) -> None:
    """Count this request against its caller's allowance; TooMany when it is used up.

    `door` names one of DOORS: whoever tries it is counted by his address, and while nobody can count nobody
    comes in (503). Everybody else goes on being counted by this process, for its share.
    """
    if SAID in request.META:
        return  # once is enough, whatever became of it
    policy, name = DOORS[door] if door else _policy_of(caller), _name_of(request, None if door else caller)
    policy = Policy(policy.name, policy.limit * settings.HUIKE_LIMIT_FACTOR, policy.window_s)
    taken = _take(f"{policy.name}:{name}", policy, insist=door is not None)
    request.META[SAID] = Allowance(policy, max(0, policy.limit - taken.used), _whole_s(taken))
    if not taken.passes:
        raise _too_many(policy, taken)


def demand(name: str, policy: Policy) -> None:
    """Take one of this policy for something that is limited beside the requests themselves."""
    taken = _take(name, policy, insist=False)
    if not taken.passes:
        raise _too_many(policy, taken)


def tell(request: HttpRequest, response: HttpResponseBase) -> None:
    """Put the allowance that count() found into the answer's headers."""
    said: Allowance | None = request.META.get(SAID)
    if said is None:
        return
    policy = said.policy
    response["RateLimit-Policy"] = f'"{policy.name}";q={policy.limit};w={policy.window_s}'
    response["RateLimit"] = f'"{policy.name}";r={said.left};t={said.resets_s}'


def _too_many(policy: Policy, taken: windows.Taken) -> TooMany:
    violated = {"violated-policies": [policy.name]}
    return TooMany(limit=policy.limit, window=policy.window_s, retry_after=_whole_s(taken), **violated)


def _whole_s(taken: windows.Taken) -> int:
    return max(1, math.ceil(taken.resets_s))


def _take(name: str, policy: Policy, *, insist: bool) -> windows.Taken:
    try:
        return windows.take(name, policy.limit, policy.window_s, insist=insist)
    except windows.Away:
        if insist:
            raise Unavailable(RETRY_S) from None
        share = max(1, policy.limit // settings.HUIKE_WEB_PROCESSES)
        taken = _local.take(name, share, policy.window_s)
        return taken if taken.passes else taken._replace(used=policy.limit)


def _policy_of(caller: Caller | None) -> Policy:
    if caller is None:
        return STRANGERS
    if caller.kind != "key":
        return PEOPLE
    # Found by the key's own query; a chain without an account has a contract outside Stripe.
    account = account_of(caller.chain) if caller.chain else None
    return Policy(DEFAULT, limits_of(account.plan if account else "").requests)


def _name_of(request: HttpRequest, caller: Caller | None) -> str:
    return f"{caller.kind}:{caller.id}" if caller else f"address:{network_of(address(request))}"
