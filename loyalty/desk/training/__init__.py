"""Training: what each person misses, real examples of it, and a short exercise on past stays with masked names.

Nothing here changes a task, a remark or a figure: what counts at the desk is what was done at the desk.
"""
