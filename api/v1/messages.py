"""Messages to guests: the log with its reasons, one message by hand, and what became of those nobody knows of."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer
from api.v1.guests import GuestBase
from api.v1.message_shapes import (
    MessageDetail,
    MessageIn,
    MessagePage,
    MessagePut,
    MessagesAsked,
    MessageSettled,
    VerdictOut,
    detailed,
    shown,
    two,
)
from api.views import Needs
from billing.standing import Act
from kernel import clock
from kernel.errors import Refused
from kernel.statements import Statements
from loyalty.campaigns.sponsoring import CampaignSponsor
from loyalty.guests import persons
from loyalty.messaging import filling, houses, outbox, reading, settling
from loyalty.messaging.outbox import Draft
from loyalty.messaging.reading import Listed
from loyalty.messaging.settling import Held
from staff.roles import Ability
from tenants.context import raw_connection

# What staff write by hand is of use for so long; a code or an answer for less.
LASTS = {"marketing": timedelta(days=3), "service": timedelta(days=3), "asked": timedelta(hours=1)}
PRIORITY = 8
TITLE = 24


class NotUnknown(Refused):
    code = "message_not_unknown"
    zh = "只有结果不明的消息才需要人工确认。"
    en = "Only a message whose outcome is unknown is settled by hand."


class MessageBase(GuestBase):
    def message(self, message_id: int) -> Listed:
        """The message; 404 also for one to a guest whom the caller may not see."""
        found = reading.one(Statements(raw_connection()), message_id) if message_id < 2**63 else None
        if found is None:
            raise NotFound
        self.standing(found.guest)
        return found


class MessagesView(MessageBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "post": Ability.SEND_MESSAGES}
    act: ClassVar[Mapping[str, Act]] = {"post": Act.CAMPAIGN}

    @extend_schema(
        parameters=parameters(MessagesAsked),
        responses={200: MessagePage},
        summary="What was said to guests, what waits and what was not sent, with the reasons; the newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, MessagesAsked)
        raw = Statements(raw_connection())
        rows: tuple[int, ...] | None = None
        if asked.guest is None:
            if not self.caller.may(Ability.SEE_CAMPAIGNS, self.property):
                # Who sees guests sees what was said to one of them, not the whole log.
                raise Malformed(Flaw("?guest", "missing", "请指定客人。", "Say of which guest."))
        else:
            rows = persons.rows_of(raw, self.standing(asked.guest))
        after = read(asked.cursor, tuple[int])
        found = reading.listed(
            raw,
            guests=rows,
            state=asked.state,
            campaign=asked.campaign,
            channel=asked.channel,
            before=after[0] if after else None,
            limit=asked.limit + 1,
        )
        some, following = page(found, asked.limit, lambda row: [row.id])
        return answer(MessagePage([shown(row) for row in some], following))

    @extend_schema(
        request=MessageIn,
        responses={201: MessagePut},
        summary="Write to one guest; the gate decides when and whether it goes, and says so",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        asked = parse(request, MessageIn)
        guest = self.standing(int(asked.guest))
        draft = self.draft(guest, asked)
        with transaction.atomic():
            raw = Statements(raw_connection())
            outbox.put(raw, [draft])
            verdict = reading.foresee(self.property, draft.key)
            raw = Statements(raw_connection())
            number = raw.value("SELECT id FROM messaging_message WHERE key = %s", (draft.key,))
            self.record("message.written", subject=str(guest), message=str(number), channel=asked.channel)
        said = None
        if verdict is not None:
            said = VerdictOut(verdict.verdict, verdict.reason, verdict.until, two(verdict.says))
        return answer(MessagePut(shown(self.message(number)), said), 201)

    def draft(self, guest: int, asked: MessageIn) -> Draft:
        if asked.channel == "email" and not asked.subject.strip():
            raise Malformed(Flaw("/subject", "missing", "邮件需要主题。", "A mail needs a subject."))
        if not asked.text.strip():
            raise Malformed(Flaw("/text", "missing", "请填写内容。", "Say something."))
        text, subject = filling.plain(asked.text.strip()), filling.plain(asked.subject.strip())
        said = {"subject": subject, "body": text} if asked.channel == "email" else {"text": text}
        return Draft(
            key=f"staff:{uuid.uuid4()}",
            guest=guest,
            kind=asked.purpose,
            title=asked.text.strip()[:TITLE],
            channels=(asked.channel,),
            texts={self.property.chain.locale: {asked.channel: said}},
            expires_at=clock.now() + LASTS[asked.purpose],
            priority=PRIORITY,
            counts=asked.purpose != "asked",
        )


class MessageView(MessageBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(
        responses={200: MessageDetail}, summary="One message with everything the gate said of it, in words"
    )
    def get(self, request: Request, property: str, id: int) -> HttpResponse:
        found = self.message(id)
        return answer(detailed(found, reading.judgements(Statements(raw_connection()), found.id)))


class MessageSettleView(MessageBase):
    needs: ClassVar[Needs] = Ability.SEND_MESSAGES

    @extend_schema(
        request=MessageSettled,
        responses={200: MessageDetail},
        summary="Say whether a message of unknown outcome went; it is not sent again either way",
    )
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        asked = parse(request, MessageSettled)
        found = self.message(id)
        raw = Statements(raw_connection())
        claim = raw.value(
            "SELECT claim FROM messaging_message WHERE id = %s AND state = 'unknown'", (found.id,)
        )
        if claim is None:
            raise NotUnknown
        house = houses.opened(self.property, CampaignSponsor(self.property))
        settling.settle(house, found.id, claim, found.guest, lambda held: self.put_down(held, asked.went))
        raw = Statements(raw_connection())
        return answer(detailed(self.message(id), reading.judgements(raw, found.id)))

    def put_down(self, held: Held, went: bool) -> None:
        if held.row.state != "unknown":
            raise NotUnknown
        settling.by_hand(held, went, by=self.caller.name)
        self.record("message.settled", subject=str(held.person.id), message=str(held.row.id), went=went)
