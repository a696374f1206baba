"""What staff keep on a guest's WeChat contact, and the task that every counted visit makes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from loyalty.guests.models import Guest
from loyalty.stays.models import Clerk, Visit


class Shift(models.Model):
    name = models.CharField(max_length=20, unique=True, db_index=False)
    starts = models.TimeField()
    ends = models.TimeField()  # before `starts`: the shift runs over midnight
    holder = models.ForeignKey(Clerk, null=True, on_delete=models.SET_NULL)


class Remark(models.Model):
    """The newest remark that staff wrote for a guest."""

    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, primary_key=True)
    nickname = models.CharField(max_length=240, blank=True, default="")
    tags = ArrayField(models.CharField(max_length=40), default=list)
    phone = models.CharField(max_length=40, blank=True, default="")
    description = models.TextField(blank=True, default="")
    none_noted = models.BooleanField(default=False)  # asked, and there is nothing special to note
    written_by = models.UUIDField(null=True)
    writer = models.CharField(max_length=80, blank=True, default="")
    written_at = models.DateTimeField()


class Task(models.Model):
    """Write the remark of one visit. Complete when all four works are done; then it stays so."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE)
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE)
    clerk = models.CharField(max_length=64, blank=True, default="")  # external id; empty: the unassigned pool
    assigned_by_hand = models.BooleanField(default=False)
    shift = models.CharField(max_length=20, blank=True, default="")
    due_at = models.DateTimeField(null=True)  # null while the guest is in house
    nickname_done = models.BooleanField(default=False)
    tags_done = models.BooleanField(default=False)
    phone_done = models.BooleanField(default=False)
    description_done = models.BooleanField(default=False)
    none_noted = models.BooleanField(default=False)
    # what was written and did not agree with the stays: 'count', 'date', 'rate', 'source', 'room', 'name', 'unparsed'
    wrong = models.CharField(max_length=10, blank=True, default="")
    written = models.CharField(max_length=240, blank=True, default="")
    expected = models.CharField(max_length=240, blank=True, default="")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.UUIDField(null=True)
    completed_name = models.CharField(max_length=80, blank=True, default="")
    before = models.JSONField(null=True)  # what a confirmation replaced, for undo

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="task_open", condition=models.Q(completed_at__isnull=True)
            ),
            models.Index(
                fields=["clerk", "due_at"], name="task_clerk", condition=models.Q(completed_at__isnull=True)
            ),
            models.Index(
                fields=["completed_at"], name="task_done", condition=models.Q(completed_at__isnull=False)
            ),
        ]
