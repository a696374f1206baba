"""What the dates and sums of a property's visits tell about its guests: pure numbers, no database.

`latency` when guests come back, `deviation` who leaves that pattern, `stages` what that makes of them, `rfm` how they
rank, `value` what they will bring, `assessment` all of it for one guest or a hundred thousand; `planning` the arithmetic
of a pool of contacts.

Days are whole numbers since 1970-01-01 in the property's zone (`date.toordinal() - 719163`, numpy's datetime64[D]),
money is cents. Nothing here imports Django.
"""
