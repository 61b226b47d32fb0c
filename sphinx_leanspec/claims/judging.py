"""What comes of the claims of a corpus: each check judged once, when somebody asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from ..failures import told
from ..findings import VerdictWord
from ..model import Annotation, Check, Spec
from ..wording import alike, did_you_mean
from . import grammar
from .freshness import weighed
from .grammar import GrammarError, GrammarMistake, Statement
from .installed import installed
from .kinds import KINDS, Kind
from .verdict import FAILED, Decision, Verdict, worst
from .world import World


class Judged(NamedTuple):
    """What comes of a check.

    :param verdict: the worst of its statements; None where nothing is offered that could be decided.
    :param mistakes: what is wrong with its comments.
    """

    verdict: Verdict | None = None
    decisions: tuple[Decision, ...] = ()
    mistakes: tuple[GrammarMistake, ...] = ()

    def with_verdict(self, number: int, verdict: Verdict) -> Judged:
        """Return the same with another verdict of one of its statements."""
        decisions = list(self.decisions)
        decisions[number] = decisions[number]._replace(verdict=verdict)
        return Judged(_verdict(decisions, self.mistakes), tuple(decisions), self.mistakes)

    @property
    def word(self) -> VerdictWord | None:
        """The verdict's word, None where only a box is offered."""
        return self.verdict.word if self.verdict else None

    @property
    def note(self) -> str:
        """Why, in a few words."""
        return self.verdict.note if self.verdict else ""


class Verified(NamedTuple):
    """How the ticked checks of a spec stand.

    :param claimed: how many are ticked.
    :param total: how many apply.
    :param words: how many of the ticked ones have each verdict.
    """

    claimed: int = 0
    total: int = 0
    words: Mapping[VerdictWord, int] = {}

    @property
    def verified(self) -> int:
        """How many ticked ones hold."""
        return self.words.get("holds", 0)

    @property
    def failed(self) -> int:
        """How many ticked ones are shown not to hold."""
        return sum(self.words.get(word, 0) for word in FAILED)

    @property
    def unproven(self) -> int:
        """How many ticked ones offer no evidence."""
        return self.claimed - sum(self.words.values())

    def together(self, other: Verified) -> Verified:
        """Count two together."""
        words = Counter(self.words) + Counter(other.words)
        return Verified(self.claimed + other.claimed, self.total + other.total, words)


class Coverage(NamedTuple):
    """How many ticked items offer evidence, of how many."""

    offered: int
    ticked: int

    @property
    def percent(self) -> int:
        """The share in percent, rounded down; 0 where nothing is ticked."""
        return self.offered * 100 // self.ticked if self.ticked else 0


class Claims:
    """The claims of a corpus, judged when asked for and once each.

    :param world: what they are held against.
    :param kinds: the kinds that statements can be of, besides those of other packages that the project names.
    """

    def __init__(self, world: World, kinds: Iterable[Kind] = KINDS) -> None:
        self.world = world
        others, self.problems = installed(world.settings.kinds) if world.settings.kinds else ((), ())
        self.kinds: Mapping[str, Kind] = {kind.name: kind for kind in (*kinds, *others)}

    def of(self, key: str, check: str) -> Judged:
        """Return what comes of a check; of one that offers no evidence, a verdict that is None.

        :param key: the key of its spec.
        :param check: its own key.
        """
        return self._judged.get((key, check), Judged())

    def verified(self, spec: Spec) -> Verified:
        """Count how the ticked checks of a spec stand, those of its children apart."""
        ticked = [check for check in spec.checks if check.done and check.exempt is None]
        offered = [self.of(spec.key, check.key).word for check in ticked if check.evidence]
        words = Counter(word for word in offered if word)
        return Verified(len(ticked), spec.progress.total, words)

    @property
    def coverage(self) -> Coverage:
        """Count the ticked items that offer evidence."""
        specs = self.world.corpus.specs.values()
        ticked = [check for spec in specs for check in spec.checks if check.done and check.exempt is None]
        return Coverage(sum(bool(check.evidence) for check in ticked), len(ticked))

    def all(self) -> Iterator[tuple[Spec, Check, Judged]]:
        """Walk the checks of all specs, in order; those without evidence, too."""
        for spec in self.world.corpus.specs.values():
            for check in spec.checks:
                yield spec, check, self.of(spec.key, check.key)

    def offered(self) -> Iterator[tuple[Spec, Check, Judged]]:
        """Walk the checks that offer evidence, in order."""
        for spec, check in self._offered:
            yield spec, check, self._judged[spec.key, check.key]

    def weigh(self, spec: Spec, check: Check, evidence: str) -> Judged:
        """Return what would come of a check if it offered this evidence."""
        asked = replace(check, evidence=(Annotation(evidence, check.line, 1),))
        comments, mistakes = self._read(spec, asked)
        world = self.world.of(spec.place.project)
        return _judged([one for found in weighed(comments, world) for one in found], mistakes)

    @cached_property
    def _offered(self) -> Sequence[tuple[Spec, Check]]:
        specs = self.world.corpus.specs.values()
        return [(spec, check) for spec in specs for check in spec.checks if check.evidence]

    @cached_property
    def _judged(self) -> Mapping[tuple[str, str], Judged]:
        by_project: dict[str, list[tuple[Spec, Check]]] = {}
        for spec, check in self._offered:
            by_project.setdefault(spec.place.project, []).append((spec, check))
        return {
            key: judged
            for project, offered in by_project.items()
            for key, judged in self._judge(offered, self.world.of(project)).items()
        }

    def _judge(self, offered: Sequence[tuple[Spec, Check]], world: World) -> Mapping[tuple[str, str], Judged]:
        """Judge the checks of one project."""
        if not offered:
            return {}
        from .drift import Drift, Suspect  # here, as git takes long, and many projects offer none

        read = [self._read(spec, check) for spec, check in offered]
        comments = weighed([comment for own, _ in read for comment in own], world)
        judged = {
            (spec.key, check.key): _judged([one for _ in own for one in next(comments)], mistakes)
            for (spec, check), (own, mistakes) in zip(offered, read, strict=True)
        }
        suspects = [
            ((spec.key, check.key), number, Suspect(spec, self.kinds[one.statement.kind.text], *one))
            for spec, check in offered
            if check.done
            for number, one in enumerate(judged[spec.key, check.key].decisions)
            if one.verdict.standing == "failed"
        ]
        drifted = Drift(world).of([suspect for *_, suspect in suspects]) if suspects else {}
        for at, verdict in drifted.items():
            key, number, _ = suspects[at]
            judged[key] = judged[key].with_verdict(number, verdict)
        return judged

    def _read(self, spec: Spec, check: Check) -> tuple[list[list[Decision]], list[GrammarMistake]]:
        """Decide the statements of each comment of a check; what cannot be read is told apart."""
        comments: list[list[Decision]] = []
        mistakes: list[GrammarMistake] = []
        for annotation in check.evidence:
            statements, wrong = grammar.read(annotation)
            mistakes += wrong
            comments.append([])
            for statement in statements:
                try:
                    comments[-1].append(Decision(statement, self._decide(statement, spec)))
                except GrammarError as error:
                    mistakes.append(grammar.mistake(annotation, error, statement))
        return comments, mistakes

    def _decide(self, statement: Statement, spec: Spec) -> Verdict:
        name = statement.kind.text
        kind = self.kinds.get(name)
        if kind is None:
            fix = did_you_mean(alike(name, self.kinds, 1)) or f"the kinds are {', '.join(self.kinds)}"
            raise GrammarError(f"there is no kind of evidence `{name}`", fix, statement.kind.at)
        try:
            kind.check(statement)
            return kind.decide(statement, spec, self.world.of(spec.place.project))
        except GrammarError:
            raise
        except Exception as error:
            message, fix = told(f"deciding `{name}`", error)
            if kind not in KINDS:
                fix = f"this is a fault of `{type(kind).__module__}`: tell whoever wrote it"
            raise GrammarError(message, fix) from error


def _judged(decisions: list[Decision], mistakes: list[GrammarMistake]) -> Judged:
    return Judged(_verdict(decisions, mistakes), tuple(decisions), tuple(mistakes))


def _verdict(decisions: Sequence[Decision], mistakes: Sequence[GrammarMistake]) -> Verdict | None:
    if mistakes:
        return Verdict("unknown", "the evidence cannot be read")
    return worst(one.verdict for one in decisions) if decisions else None
