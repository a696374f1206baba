"""Stays as a PMS sends and reads them: one, many, and the sources they name."""
