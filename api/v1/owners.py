"""Who looks after whom: departments, the rules that give a guest an owner, handing over, and how much each has."""

from collections.abc import Iterable, Mapping
from typing import ClassVar
from uuid import UUID

import msgspec
from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.documents import parameters
from api.paging import page, read
from api.parsing import parse, query
from api.refusals import Flaw, Malformed, NotFound
from api.rendering import answer, nothing
from api.v1.guests import GuestBase
from api.v1.owner_shapes import (
    ColleagueOut,
    Colleagues,
    DepartmentIn,
    DepartmentList,
    DepartmentOut,
    DepartmentsPut,
    GuestsGiven,
    HandedGuest,
    HandedList,
    HandedToMe,
    LoadOut,
    OwnerKept,
    OwnerPut,
    OwnerRule,
    OwnerRules,
    OwnersPlanned,
    TransferIn,
    TransferMade,
    TransferOut,
    TransferPage,
    TransfersAsked,
    TransferTaker,
    Workload,
)
from api.views import Needs
from billing.standing import Act
from kernel import clock
from loyalty.desk import owned
from loyalty.owners import assigning, departments, people, reading, rules, transferring, workload
from loyalty.owners.assigning import Plan
from loyalty.owners.deciding import OF_A_VALUE, OF_SOMEBODY, Rule
from loyalty.owners.departments import STANDARD, Department
from loyalty.owners.people import Colleague
from loyalty.owners.transferring import By, Taker
from loyalty.programme import versions
from loyalty.stays.sources import CHANNELS
from staff.roles import Ability

ROUNDED = 0.001  # three thirds written with three places are a whole


class OwnerBase(GuestBase):
    needs: ClassVar[Needs] = Ability.ASSIGN_GUESTS

    def here(self) -> dict[UUID, Colleague]:
        return people.here(self.property)

    def by(self) -> By:
        staff = self.caller.staff
        return By(staff.pk if staff else None, self.caller.name)


class ColleaguesView(OwnerBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(responses={200: Colleagues}, summary="Who works here and may look after guests, by name")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(
            Colleagues([ColleagueOut(each.id, each.name, each.role) for each in self.here().values()])
        )


class DepartmentsView(OwnerBase):
    needs: ClassVar[Needs] = {"get": Ability.SEE_GUESTS, "put": Ability.ASSIGN_GUESTS}

    @extend_schema(responses={200: DepartmentList}, summary="Departments and who works in each")
    def get(self, request: Request, property: str) -> HttpResponse:
        here = self.here()
        return answer(DepartmentList([department_out(each, here) for each in departments.listed(self.raw())]))

    @extend_schema(request=DepartmentsPut, responses={200: DepartmentList}, summary="Replace the departments")
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, DepartmentsPut).results
        here = self.here()
        codes = [each.code for each in given]
        wanted = []
        for place, each in enumerate(given):
            if codes.index(each.code) != place:
                raise Malformed(
                    Flaw(
                        f"/results/{place}/code",
                        "twice",
                        "这个部门重复了。",
                        "This department is there twice.",
                    )
                )
            for number, staff in enumerate(each.members):
                demand_here(here, staff, f"/results/{place}/members/{number}")
            wanted.append(_department(each))
        with transaction.atomic():
            departments.put(self.raw(), self.property, wanted)
            self.record("departments.set", subject=self.property.slug, departments=codes)
        return self.get(request, property)


class OwnerRulesView(OwnerBase):
    @extend_schema(responses={200: OwnerRules}, summary="The rules that give guests an owner, in their order")
    def get(self, request: Request, property: str) -> HttpResponse:
        return answer(OwnerRules([rule_out(each) for each in rules.listed(self.raw())]))

    @extend_schema(
        request=OwnerRules, responses={200: OwnerRules}, summary="Replace the rules; owners stay as they are"
    )
    def put(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, OwnerRules).results
        self.check(given)
        with transaction.atomic():
            rules.put(self.raw(), self.property, [_rule(each) for each in given])
            self.record("owner_rules.set", subject=self.property.slug, rules=len(given))
        return self.get(request, property)

    def check(self, given: list[OwnerRule]) -> None:
        """Refuse a rule that could never give anybody."""
        here, known = self.here(), departments.named(self.raw())
        published = versions.in_force(self.raw(), self.today())
        tiers = {tier.code for tier in published.programme.tiers.levels} if published else set()
        for place, rule in enumerate(given):
            # Whose person has left may stand there switched off until somebody sees to it.
            if rule.active and (flaw := _flaw(rule, here, known, tiers, f"/results/{place}")) is not None:
                raise Malformed(flaw)


class OwnerRulesPreviewView(OwnerBase):
    act: ClassVar[Act | Mapping[str, Act] | None] = Act.READ

    @extend_schema(
        request=None,
        responses={200: OwnersPlanned},
        summary="Whom the rules would give to whom; nothing is changed",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        return answer(self.planned(assigning.preview(self.raw(), self.property)))

    def planned(self, plan: Plan) -> OwnersPlanned:
        counts: dict[UUID, int] = {}
        for each in plan.given:
            counts[each.staff] = counts.get(each.staff, 0) + 1
        return OwnersPlanned(plan.unowned, given_out(counts.items()), plan.nobody)


class OwnerRulesApplyView(OwnerRulesPreviewView):
    act: ClassVar[Act | Mapping[str, Act] | None] = Act.WRITE

    @extend_schema(
        request=None,
        responses={200: OwnersPlanned},
        summary="Give everybody without an owner one, by the rules",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        with transaction.atomic():
            plan = assigning.apply(self.raw(), self.property)
            if plan.given:
                self.record("owners.assigned", subject=self.property.slug, guests=len(plan.given))
        return answer(self.planned(plan))


class GuestOwnerView(OwnerBase):
    @extend_schema(
        request=OwnerPut,
        responses={200: OwnerKept},
        summary="Say who looks after this guest; with nobody, rules may give him again",
    )
    def put(self, request: Request, property: str, id: int) -> HttpResponse:
        given = parse(request, OwnerPut)
        here = self.here()
        if given.staff is not None:
            demand_here(here, given.staff, "/staff")
        if given.department and given.department not in departments.named(self.raw()):
            raise Malformed(no_department("/department"))
        with transaction.atomic():
            rows = self.rows(id)
            note = " ".join(given.note.split())
            if transferring.give(
                self.raw(), self.property, rows, given.staff, given.department, self.by(), note
            ):
                facts = {"staff": str(given.staff) if given.staff else None, "department": given.department}
                self.record("guest.owner", subject=str(rows[0]), **facts)
        owner = reading.told(self.raw(), reading.of(self.raw(), rows), here)
        return answer({"owner": owner})


class TransfersView(OwnerBase):
    @extend_schema(
        parameters=parameters(TransfersAsked),
        responses={200: TransferPage},
        summary="What was handed over, newest first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        asked = query(request, TransfersAsked)
        after = read(asked.cursor, tuple[int])
        before = min(after[0], 2**63 - 1) if after else None
        found = transferring.listed(self.raw(), limit=asked.limit + 1, before=before)
        shown, following = page(found, asked.limit, lambda each: (each.id,))
        names = people.names(staff for each in shown for staff, _, _ in each.takers)
        results = [
            TransferOut(
                str(each.id), each.at, each.giver, each.giver_name, each.note, each.by_name,
                sum(n for _, n, _ in each.takers),
                [TransferTaker(staff, names.get(staff, ""), n, unseen) for staff, n, unseen in each.takers],
            )
            for each in shown
        ]  # fmt: skip
        return answer(TransferPage(results, following))

    @extend_schema(
        request=TransferIn,
        responses={200: TransferMade},
        summary="Hand guests over to others by shares, with their open complaints; or only try",
    )
    def post(self, request: Request, property: str) -> HttpResponse:
        given = parse(request, TransferIn)
        takers = self.takers(given)
        giver_name = people.names([given.giver]).get(given.giver, "") if given.giver else ""
        with transaction.atomic():
            done = transferring.transfer(
                self.raw(), self.property, given.giver, giver_name, takers,
                by=self.by(), keeps=given.keeps, note=given.note.strip(), dry_run=given.dry_run,
            )  # fmt: skip
            if done.transfer is not None:
                giver = str(given.giver) if given.giver else None
                self.record("guests.handed_over", subject=str(done.transfer), giver=giver, guests=done.guests)
        number = str(done.transfer) if done.transfer is not None else None
        return answer(TransferMade(done.guests, done.stay, given_out(done.by), done.complaints, number))

    def takers(self, given: TransferIn) -> list[Taker]:
        here = self.here()
        found: list[Taker] = []
        for place, each in enumerate(given.to):
            demand_here(here, each.staff, f"/to/{place}/staff")
            if each.staff in {taker.staff for taker in found}:
                raise Malformed(
                    Flaw(f"/to/{place}/staff", "twice", "这位同事重复了。", "This colleague is there twice.")
                )
            found.append(Taker(each.staff, each.share))
        if abs(sum(taker.share for taker in found) + given.keeps - 1) > ROUNDED * (len(found) + 1):
            raise Malformed(
                Flaw("/to", "not_a_whole", "各人的份额加起来应是 1。", "The shares must add up to 1.")
            )
        if given.keeps and given.giver not in here:
            raise Malformed(
                Flaw("/keeps", "nobody_to_keep", "离开的人不能保留客人。", "Who has left keeps nobody.")
            )
        if not any(taker.share for taker in found):
            raise Malformed(Flaw("/to", "too_small", "没有人接手。", "Nobody takes over."))
        return found


class HandedToMeView(OwnerBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(responses={200: HandedList}, summary="Guests handed to me that I have not seen yet")
    def get(self, request: Request, property: str) -> HttpResponse:
        staff = self.caller.staff
        found = transferring.unseen(self.raw(), staff.pk, secret=self.sight().secret) if staff else []
        return answer(
            HandedList(
                [
                    HandedToMe(
                        str(each.id), each.at, each.giver_name, each.note, each.by_name, each.n,
                        [HandedGuest(str(guest), name, visits) for guest, name, visits in each.guests],
                    )
                    for each in found
                ]
            )
        )  # fmt: skip


class HandedSeenView(OwnerBase):
    needs: ClassVar[Needs] = Ability.SEE_GUESTS

    @extend_schema(request=None, responses={204: None}, summary="I have seen what was handed to me here")
    def post(self, request: Request, property: str, id: int) -> HttpResponse:
        staff = self.caller.staff
        if id >= 2**63 or staff is None or not transferring.see(self.raw(), staff.pk, id):
            raise NotFound
        return nothing()


class WorkloadView(OwnerBase):
    @extend_schema(
        responses={200: Workload},
        summary="How much each person looks after; who has left and still owns guests first",
    )
    def get(self, request: Request, property: str) -> HttpResponse:
        loads = workload.listed(self.raw(), self.property, clock.now())
        tasks = owned.open_by_owner(self.raw(), self.today())
        results = [
            LoadOut(
                load.staff, load.name, load.left, load.guests, load.at_risk, load.open_complaints,
                load.overdue_complaints, load.remarks_open, tasks.get(load.staff, 0), load.contacts,
            )
            for load in loads
        ]  # fmt: skip
        return answer(Workload(results, workload.unowned(self.raw())))


def demand_here(here: Mapping[UUID, Colleague], staff: UUID, pointer: str) -> None:
    """Refuse who does not work at this property."""
    if staff not in here:
        raise Malformed(Flaw(pointer, "no_such_staff", "这家门店没有这个员工。", "Nobody of this property."))


def no_department(pointer: str) -> Flaw:
    return Flaw(pointer, "no_such_department", "没有这个部门。", "There is no such department.")


def department_out(each: Department, here: Mapping[UUID, Colleague]) -> DepartmentOut:
    members = [staff for staff in each.members if staff in here]
    standard = each.code in {standard.code for standard in STANDARD}
    names = [here[staff].name for staff in members]
    return DepartmentOut(each.code, each.name, each.name_en, members, names, each.position, standard)


def rule_out(rule: Rule) -> OwnerRule:
    return msgspec.convert(
        {name: getattr(rule, name) for name in OwnerRule.__struct_fields__}, OwnerRule, strict=False
    )


def given_out(counts: Iterable[tuple[UUID, int]]) -> list[GuestsGiven]:
    """Most first."""
    listed = sorted(counts, key=lambda each: (-each[1], str(each[0])))
    names = people.names(staff for staff, _ in listed)
    return [GuestsGiven(staff, names.get(staff, ""), n) for staff, n in listed]


def _department(given: DepartmentIn) -> Department:
    members = tuple(dict.fromkeys(given.members))
    return Department(given.code, given.name.strip(), given.name_en.strip(), members)


def _rule(given: OwnerRule) -> Rule:
    """Only what the rule uses is kept."""
    return Rule(
        given.fits,
        given.gives,
        given.value.strip() if given.fits in OF_A_VALUE else "",
        given.staff if given.gives == "staff" else None,
        given.department if given.gives == "department" else "",
        given.active,
    )


def _flaw(
    rule: OwnerRule, here: Mapping[UUID, Colleague], known: Mapping[str, Department], tiers: set[str], at: str
) -> Flaw | None:
    if rule.gives == "themselves" and rule.fits not in OF_SOMEBODY:
        return Flaw(
            f"{at}/gives",
            "nobody_did_it",
            "这条规则没有“本人”，请指定员工或部门。",
            "Nobody did this: name a person or a department.",
        )
    if rule.gives == "staff" and rule.staff not in here:
        return Flaw(f"{at}/staff", "no_such_staff", "这家门店没有这个员工。", "Nobody of this property.")
    if rule.gives == "department" and rule.department not in known:
        return no_department(f"{at}/department")
    if rule.fits == "tier" and rule.value not in tiers:
        return Flaw(
            f"{at}/value", "no_such_tier", "会员方案里没有这个等级。", "The programme has no such tier."
        )
    if rule.fits == "channel" and rule.value not in CHANNELS:
        return Flaw(f"{at}/value", "no_such_channel", "没有这个渠道。", "There is no such channel.")
    if rule.fits == "tag" and not rule.value.strip():
        return Flaw(f"{at}/value", "missing", "请填写标签。", "Say which tag.")
    return None
