"""What the desk works with: surprises, tasks, hand-over notes, what is said, and what training is made of."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loyalty.guests.models import Guest


class SurpriseRule(models.Model):
    """Who is to be surprised on arrival, with what, by which department."""

    code = models.CharField(max_length=24, unique=True, db_index=False)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True, default="")
    # visit_from | every_visits | first_visit | birthday | anniversary | after_complaint | tier
    occasion = models.CharField(max_length=16)
    n = models.SmallIntegerField(
        null=True
    )  # visit_from, every_visits: of which visit; birthday: days around it
    tier = models.CharField(max_length=40, blank=True, default="")
    higher = models.BooleanField(default=False, db_default=False)  # this tier, or one above it
    does = models.CharField(max_length=120)  # what is to be done
    does_en = models.CharField(max_length=120, blank=True, default="")
    department = models.CharField(max_length=24)  # owners.Department.code
    announced = models.BooleanField(default=False)  # False: the guest is not told beforehand
    products = models.JSONField(default=list)  # [{"product": code, "quantity": n}]: their cost is the task's
    cost_cents = models.BigIntegerField(default=0)  # of what is no product
    active = models.BooleanField(default=True)
    position = models.SmallIntegerField(default=100)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")


class Task(models.Model):
    """Something a department does for one arrival. Of one visit never twice the same."""

    kind = models.CharField(max_length=12)  # surprise | preference | first_visit | request | complaint
    code = models.CharField(max_length=60)  # of the rule, the preference, the request's words
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    stay = models.BigIntegerField()  # stays_stay.id, the visit's first
    day = models.DateField()  # of arrival
    until = models.DateField()  # of departure
    department = models.CharField(max_length=24)
    says = models.CharField(max_length=200)
    says_en = models.CharField(max_length=200, blank=True, default="")
    why = models.CharField(max_length=200, blank=True, default="")
    why_en = models.CharField(max_length=200, blank=True, default="")
    announced = models.BooleanField(default=True)
    products = models.JSONField(default=list)
    cost_cents = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default="open")  # open | done | skipped | withdrawn
    note = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_name = models.CharField(max_length=80, blank=True, default="")
    # Of what is done: for the arrival of which day, in which room, and whether the guest has come to it.
    done_day = models.DateField(null=True)
    done_room = models.CharField(max_length=20, blank=True, default="", db_default="")
    met = models.BooleanField(default=False, db_default=False)
    # Doings for arrivals that were then moved: [{"day", "room_no", "at", "by", "name", "note", "cost_cents"}]
    earlier = models.JSONField(default=list, db_default=[])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "kind", "code"], name="desk_task_once")]
        indexes = [
            models.Index(fields=["day", "id"], name="desk_task_day"),
            models.Index(fields=["guest", "kind", "code", "day"], name="desk_task_guest"),
            # A board asks every few seconds whether a task of these days has changed.
            models.Index(fields=["until"], name="desk_task_until"),
        ]


class Note(models.Model):
    """What the next shift must know; it stands until somebody ticks it off."""

    day = models.DateField()
    shift = models.CharField(max_length=20, blank=True, default="")
    text = models.CharField(max_length=500)
    guest = models.ForeignKey(Guest, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    made_name = models.CharField(max_length=80, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["day", "id"], name="desk_note_day"),
            models.Index(fields=["id"], name="desk_note_open", condition=models.Q(settled_at__isnull=True)),
        ]


class Turn(models.Model):
    """One shift of one day: who handed it over, with what, and who took it over."""

    day = models.DateField()
    shift = models.CharField(max_length=20)
    handed_at = models.DateTimeField(null=True)
    handed_by = models.UUIDField(null=True)
    handed_name = models.CharField(max_length=80, blank=True, default="")
    left = models.JSONField(default=dict)  # what was open when it was handed over
    taken_at = models.DateTimeField(null=True)
    taken_by = models.UUIDField(null=True)
    taken_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "shift"], name="desk_turn_once")]


class Intent(models.Model):
    """A kind of message guests write, and by which words it is known. Without a row: the standard one holds."""

    code = models.CharField(max_length=24, unique=True, db_index=False)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, blank=True, default="")
    phrases = ArrayField(models.CharField(max_length=40), default=list)
    but_not = ArrayField(models.CharField(max_length=40), default=list)
    active = models.BooleanField(default=True)
    position = models.SmallIntegerField(default=100)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")


class ReplyTemplate(models.Model):
    """What this house answers, in one language. Without a row: the standard text. Scripts are under 'script.<code>'."""

    intent = models.CharField(max_length=32)
    locale = models.CharField(max_length=8)  # zh-CN | en
    step = models.SmallIntegerField(default=1)  # 2: after the guest said yes
    text = models.CharField(max_length=1000)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intent", "locale", "step"], name="reply_template_once")
        ]


class HouseFact(models.Model):
    """Something true of this house that replies may say: when breakfast is, whether there is parking."""

    code = models.CharField(max_length=32, unique=True, db_index=False)
    zh = models.CharField(max_length=200, blank=True, default="")
    en = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")


class RoomName(models.Model):
    """What a room type of the PMS is called in English."""

    room_type = models.CharField(max_length=60, unique=True, db_index=False)
    en = models.CharField(max_length=60)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80, blank=True, default="")


class ReplyUse(models.Model):
    """A proposed reply that was copied."""

    guest = models.ForeignKey(Guest, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    intent = models.CharField(max_length=24, blank=True, default="")
    step = models.SmallIntegerField(default=1)
    locale = models.CharField(max_length=8)
    edited = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["at"], name="desk_reply_use_at")]


class ScriptUse(models.Model):
    """Whether a script was used on a guest, at check-in or check-out of one stay."""

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, db_index=False, related_name="+")
    stay = models.BigIntegerField()
    day = models.DateField()
    moment = models.CharField(max_length=10)  # check_in | check_out
    code = models.CharField(max_length=24)
    used = models.BooleanField()
    value_cents = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "moment", "code"], name="script_use_once")]
        indexes = [models.Index(fields=["day"], name="script_use_day")]


class Exercise(models.Model):
    """One answer in training: a real past case with its names masked."""

    staff = models.UUIDField()
    kind = models.CharField(max_length=16)
    case = models.CharField(max_length=64)  # names the case, so that it is not asked again at once
    answer = models.CharField(max_length=240)
    right = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["staff", "-id"], name="exercise_staff")]
