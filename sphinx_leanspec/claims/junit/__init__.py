"""Test reports in JUnit XML: what they say of a test that a spec names.

Runners write the same format in twenty ways. What is known of one runner alone stands in `runners`, and what
nobody can know from a report is never called passed.
"""

from ...junit_settings import ReportSettings
from .lookup import TestReports
from .records import ReportedOutcome, ReportedVerdict, ReportFile, ReportProblem
from .runners import RUNNERS

__all__ = [
    "RUNNERS",
    "ReportFile",
    "ReportProblem",
    "ReportSettings",
    "ReportedOutcome",
    "ReportedVerdict",
    "TestReports",
]
