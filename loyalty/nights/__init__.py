"""When things happen by themselves: within seconds of a visit, every night, when a message or a campaign is due.

Here lies only the order of calls and what is left of them when one fails; what they do lies below.
"""
