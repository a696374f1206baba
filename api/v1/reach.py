"""How a guest may be written to: what he agreed to by which channel, what he wants no more of, and when he likes it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET
from rest_framework.request import Request

from api.parsing import parse
from api.rendering import answer
from api.v1.profile import ProfileBase
from api.v1.profile_shapes import ReachChannel, ReachConsent, ReachIn, ReachOptOut, ReachOptOutIn, ReachOut
from billing.standing import Act
from kernel import clock
from loyalty.guests import consents, profile
from loyalty.messaging import judging, knowing, opting_out
from loyalty.messaging.opting_out import OptOut

ADULT = 18


class ReachView(ProfileBase):
    act: ClassVar[Mapping[str, Act]] = {"put": Act.SAFE}  # a guest takes his word back when he likes

    @extend_schema(
        responses={200: ReachOut}, summary="By which channels a guest may be written to, and why not"
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        return answer(self.told(self.rows(id)[0]))

    @extend_schema(
        request=ReachIn,
        responses={200: ReachOut},
        summary="Put down consents by channel, an opt-out or its end, the channel and hour the guest prefers",
        description="An opt-out holds at once: what waits for the guest is dropped. Its end takes the guest's new consent.",
    )
    def put(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, ReachIn)
        with transaction.atomic():
            rows = self.rows(id)
            for word in given.consents:
                consents.note(
                    self.raw(),
                    rows[0],
                    consents.BY_CHANNEL,
                    given=word.given,
                    through=self.through(),
                    by=self.caller.actor(),
                    wording=word.wording,
                    channel=word.channel,
                )
                facts = {"purpose": consents.BY_CHANNEL, "given": word.given, "channel": word.channel}
                self.record("guest.consent", subject=str(rows[0]), **facts)
            for said in given.opt_outs:
                self.opt_out(rows[0], said)
            preferred: dict[str, Any] = {
                name: value
                for name in ("preferred_channel", "preferred_hour")
                if (value := getattr(given, name)) is not UNSET
            }
            if preferred.get("preferred_channel", "") is None:
                preferred["preferred_channel"] = ""
            changed = profile.change(self.raw(), rows, preferred, by_name=self.caller.name, now=clock.now())
            if changed:
                self.record("guest.profile", subject=str(rows[0]), fields=changed)
        return answer(self.told(rows[0]))

    def opt_out(self, guest: int, said: ReachOptOutIn) -> None:
        by, raw = self.caller.actor(), self.raw()
        if said.ended:
            opting_out.end(raw, self.property, guest, said.channel, wording=said.wording, by=by)
            self.record("guest.opt_out_ended", subject=str(guest), channel=said.channel)
        else:
            told = OptOut(guest, said.channel, self.through(), said.wording)
            # Who hears of it outside is told by opting_out itself.
            opting_out.put(raw, self.property, told, by=by)

    def through(self) -> str:
        return "api" if self.caller.kind == "key" else "desk"

    def told(self, guest: int) -> ReachOut:
        raw, now = self.raw(), clock.now()
        person = knowing.read(raw, self.property, [guest], now)[0]
        said = consents.words(raw, person.rows)
        about = [word for word in said if word.purpose == consents.BY_CHANNEL]
        out = person.guest.opted_out
        return ReachOut(
            consents=[
                ReachConsent(word.channel, word.given, word.wording, word.through, word.at, word.by_name)
                for word in about
            ],
            channels=[
                ReachChannel(
                    channel=channel,  # type: ignore[arg-type]  # one of them
                    reachable=channel in person.guest.reachable,
                    agreed=consents.agreed(said, consents.BY_CHANNEL, channel),
                    opted_out="" in out or channel in out,
                )
                for channel in consents.CHANNELS
            ],
            opt_outs=[
                ReachOptOut(kept.channel, kept.at, kept.through, kept.wording, kept.by_name)
                for kept in opting_out.of_person(raw, self.property, guest)
            ],
            preferred_channel=person.guest.preferred_channel,  # type: ignore[arg-type]
            preferred_hour=person.guest.preferred_hour,
            reachable=sorted(person.guest.reachable),
            minor=judging.is_minor(person.guest, self.today(), ADULT),
        )
