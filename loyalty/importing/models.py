"""Files that a property sent, how their columns map to fields, and the rows that were refused."""

from django.db import models


class Import(models.Model):
    kind = models.CharField(max_length=10)  # stays | guests | contacts | products | reviews
    filename = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, default="draft"
    )  # | queued | running | finished | failed | cancelled
    mapping = models.JSONField(default=dict)
    # What the file looked like when it came: {"columns", "header_line", "digest", "head": first rows, "origins"}
    shape = models.JSONField(default=dict)
    rows = models.IntegerField(default=0)
    read = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    problem = models.JSONField(null=True)  # {"code", "zh", "en"}: why the file as a whole was not imported
    sources = models.JSONField(default=dict)  # source -> rows of it
    created_by = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    run = models.UUIDField(null=True)  # the worker's run that may write; a later run takes over
    attempts = models.SmallIntegerField(default=0)  # runs since the last chunk that was committed
    beat_at = models.DateTimeField(null=True)  # the worker's last sign of life
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_counts_every_row",
                condition=models.Q(
                    read=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("rejected")
                ),
            )
        ]


class Piece(models.Model):
    """A part of the file, compressed. Deleted when the import ends: the rows it was needed for are stays then."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="piece_once")]


class Reject(models.Model):
    """A row as it came, and why it was refused, in both languages."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejects", db_index=False)
    line = models.IntegerField()
    row = models.JSONField()
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True, default="")
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "line"], name="reject_once_per_line")]


class SavedMapping(models.Model):
    """The mapping last used for files with these headers."""

    kind = models.CharField(max_length=10)
    headers = models.CharField(max_length=64)  # digest of the header row
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "headers"], name="mapping_once_per_headers")]
