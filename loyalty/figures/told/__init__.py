"""Reports on who slips away and what winning back brought, told from cells: of one property, or of a chain merged.

names      what keys are called, in Chinese and English
cells      reading the public cells
latency, churn, rfm, value, campaigns   one report each
"""
