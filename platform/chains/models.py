"""The chain: our customer. It owns properties, pays for them and sets their targets."""

import secrets

from django.db import models

TARGETS = {"member": 40, "corporate": 20, "ota": 35, "walk_in": 5}
CHANNELS = tuple(TARGETS)


def new_person_key() -> bytes:
    return secrets.token_bytes(32)


class Chain(models.Model):
    slug = models.SlugField(max_length=40, unique=True, db_index=False)
    name = models.CharField(max_length=80)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    locale = models.CharField(max_length=8, default="zh-CN")
    target_member = models.PositiveSmallIntegerField(default=TARGETS["member"])
    target_corporate = models.PositiveSmallIntegerField(default=TARGETS["corporate"])
    target_ota = models.PositiveSmallIntegerField(default=TARGETS["ota"])
    target_walk_in = models.PositiveSmallIntegerField(default=TARGETS["walk_in"])
    target_repeat_rate = models.PositiveSmallIntegerField(default=35)
    target_remark_rate = models.PositiveSmallIntegerField(default=95)
    # Headquarters see every campaign before it goes out, and whoever wrote one does not approve it.
    campaigns_need_approval = models.BooleanField(default=False, db_default=False)
    # The key of the hash by which a person is counted once over the chain; never leaves the server.
    person_key = models.BinaryField(default=new_person_key, editable=False)
    state = models.CharField(max_length=12, default="open")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="chain_targets_sum_to_100",
                condition=models.Q(
                    target_member=100
                    - models.F("target_corporate")
                    - models.F("target_ota")
                    - models.F("target_walk_in")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def targets(self) -> dict[str, int]:
        """Channel -> wanted share of visits in percent; the four sum to 100."""
        return {
            "member": self.target_member,
            "corporate": self.target_corporate,
            "ota": self.target_ota,
            "walk_in": self.target_walk_in,
        }


class ChainProgramme(models.Model):
    """A loyalty programme that headquarters gives its properties: a numbered document, never changed.

    What is in it is loyalty's business (loyalty.programme.document); here it is kept.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.IntegerField()
    document = models.JSONField()
    adjustable = models.JSONField(default=list)  # the parts that a property may make its own
    note = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField()
    published_by_kind = models.CharField(max_length=10)
    published_by = models.CharField(max_length=64)
    published_by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="chain_programme_number"),
            models.CheckConstraint(name="chain_programme_from_1", condition=models.Q(number__gte=1)),
        ]


class FirstRun(models.Model):
    """How far a chain that opened itself has come; what can be seen from its data is not kept here."""

    chain = models.OneToOneField(Chain, on_delete=models.CASCADE, primary_key=True, related_name="+")
    skipped = models.JSONField(default=list)  # codes of steps
    report_seen_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
