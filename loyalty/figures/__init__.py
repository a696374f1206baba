"""This property's visits and tasks -> the chain's figures: cells for platform/reports, kept and checked.

refreshing  dirty months and guests of a property are computed anew
settling    wait until everything accepted so far is in the reports
verifying   everything once more from the stays, slowly and differently
examples    wrong nicknames to show beside their number
winning     who slips away, campaigns and messages, and `told` the reports on them
tasks       the worker's part
"""
