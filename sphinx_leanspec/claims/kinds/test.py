"""``test``: tests ran and passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..grammar import GrammarError, Statement
from ..verdict import Verdict
from .base import Example, want

if TYPE_CHECKING:
    from ...model import Spec
    from ..junit import ReportedOutcome
    from ..world import World

_FILES: Final = {"tests/test_sums.py": "def test_adds():\n    assert 1 + 1 == 2\n"}


class TestKind:
    """Tests ran and passed, as the reports say that the project names in `leanspec_test_reports`.

    `ID` is what the runner itself calls a test, a group of tests, or a file of them; all tests that it names
    count. Nothing is run. A report that is older than the last commit that changed the file of the test, or a
    file that another statement of the same comment names, shows nothing any more.
    """

    __test__ = False  # pytest would take it for tests by its name

    name: Final = "test"
    syntax: Final = "test ID"
    is_file_kind: Final = False
    examples: Final = (
        Example("test tests/test_sums.py::test_adds", "holds", _FILES, "reports"),
        Example("test tests/test_sums.py::test_divides", "failed", _FILES, "reports"),
        Example("test tests/test_sums.py::test_plots", "skipped", _FILES, "reports"),
        Example("test tests/test_sums.py::test_times", "missing", _FILES, "reports"),
        Example("test tests/test_sums.py::test_adds", "stale", _FILES, "an old report"),
        Example("test tests/test_sums.py::test_adds", "unknown", _FILES, "no report"),
    )

    def check(self, statement: Statement) -> None:
        (test,) = want(self, statement, "one id, in quotes if it has blanks in it", 1)
        if not test.text.strip():
            raise GrammarError("an empty id names no test", f"write `{self.syntax}`", test.at)

    def decide(self, statement: Statement, spec: Spec, world: World) -> Verdict:
        """Look into the reports; how old they are is weighed with the other statements."""
        if not world.reports.is_configured:
            return Verdict("unknown", "the project names no reports, in `leanspec_test_reports`")
        found = self.outcome(statement, world)
        word = found.verdict
        return Verdict("holds" if word == "passed" else word, found.note or word, nearest=found.nearest)

    @staticmethod
    def outcome(statement: Statement, world: World) -> ReportedOutcome:
        """Return what the reports say."""
        return world.reports.look_up(statement.values[0].text)
