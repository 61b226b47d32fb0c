"""How each runner names a test in a report: where it writes the file and the titles.

Which entries stand for a group that could not be set up is told here, too.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from .reader import CaseRecord, Written
from .titles import Titles, arguments, has_extension, is_file, names, normal, parameters, parts, path

Role = Literal["test", "setup", "stray"]
"""Whether an entry is about a test, about what a group needs, or about something in a file unknown which."""


class Naming(NamedTuple):
    """What an entry is about.

    :param scope: the file, the package or the program that its titles are in; empty where that is not told.
    :param aliases: other titles by which people may call it.
    :param groups: other titles by which people may call a group that it is in.
    :param project: a set of options that the runner ran it with, by name.
    :param file: the file as the report has it, where the scope is none.
    """

    scope: str
    titles: Titles
    aliases: tuple[Titles, ...] = ()
    groups: tuple[Titles, ...] = ()
    role: Role = "test"
    project: str = ""
    file: str = ""


def chain(entry: CaseRecord, report: Written, *, from_top: bool = False) -> tuple[str, ...]:
    """Return the names of the groups that an entry is in, from the outermost."""
    found: list[str] = []
    number = entry.suite
    while number >= 0:
        suite = report.suites[number]
        if from_top or suite.parent >= 0 or not is_file(suite.name):
            found.append(suite.name)
        number = suite.parent
    return tuple(reversed(found))


def _file(entry: CaseRecord, report: Written) -> str:
    """Return the file that an entry, or the nearest group of it, names."""
    if entry.file:
        return path(entry.file.partition("::")[0])
    number = entry.suite
    while number >= 0:
        suite = report.suites[number]
        if suite.file:
            return path(suite.file)
        number = suite.parent
    return ""


def _is_called(name: str, file: str) -> bool:
    """Tell whether an entry is called like its file; titles are looked at no closer than that takes."""
    return name.endswith(file.rpartition("/")[2]) and path(name) == file


def _suite_name(entry: CaseRecord, report: Written) -> str:
    return report.suites[entry.suite].name if entry.suite >= 0 else ""


def vitest(entry: CaseRecord, report: Written) -> Naming:
    """A case called like its file stands for the file."""
    file = _file(entry, report) or path(entry.classname)
    if _is_called(entry.name, file):
        return Naming(file, (), role="setup")
    return Naming(file, parts(entry.name))


def deno(entry: CaseRecord, report: Written) -> Naming:
    """Steps are joined; white space is written out."""
    name = re.sub(r"\\[nt]", " ", entry.name)  # that is how it writes white space
    return Naming(path(entry.classname or _suite_name(entry, report)), parts(name))


def playwright(entry: CaseRecord, report: Written) -> Naming:
    """The project is the name of the host, and may stand before the title."""
    project = report.suites[entry.suite].hostname if entry.suite >= 0 else ""
    name = normal(entry.name)
    mark = f"[{project}] "
    titles = parts(name.removeprefix(mark) if project else name)
    return Naming(path(entry.classname or _suite_name(entry, report)), titles, project=project)


_JEST_BROKEN: Final = "Test suite failed to run"
_JEST_HOOKS: Final = "Test execution failure"


def jest(entry: CaseRecord, report: Written) -> Naming:
    """What is in `classname` and in `name` depends on templates; a file is there only on demand."""
    suite = _suite_name(entry, report)
    name, classname = normal(entry.name), normal(entry.classname)
    file = path(entry.file) or next(
        (path(text) for text in (classname, suite) if has_extension(text) and text != name), ""
    )
    if _JEST_BROKEN in (classname, name):
        return Naming(path(entry.file or (name if is_file(name) else file)), (), role="setup")
    if name.startswith(_JEST_HOOKS):
        return Naming(file, (name,), role="stray")
    if not classname or name.startswith(classname) or path(classname) == file:
        return Naming(file, parts(name))
    return Naming(file, parts(classname) + parts(name))


def bun(entry: CaseRecord, report: Written) -> Naming:
    """The groups around a test count: `classname` has them the wrong way round."""
    file = _file(entry, report)
    groups = parts(" > ".join(name for name in chain(entry, report) if path(name) != file))
    if entry.name == "(unnamed)":
        return Naming(file, groups, role="setup")
    return Naming(file, groups + parts(entry.name))


def node(entry: CaseRecord, report: Written) -> Naming:
    """Name a test by the groups around it; older versions escape quotes twice."""
    name = entry.name.replace("&quot;", '"')
    file = path(entry.file)
    at = path(name)
    if not file and at.startswith("/") and has_extension(at):
        file = at
    if file and entry.suite < 0 and (at == file or file.endswith(f"/{at}")) and is_file(at):
        return Naming(file, parts(name), role="setup")
    groups = " > ".join(chain(entry, report, from_top=True)).replace("&quot;", '"')
    return Naming(file, parts(groups) + parts(name))


_HOOK: Final = re.compile(r'"(before|after) (all|each)" hook(?=[: ]|\Z)')
_HOOK_OF: Final = re.compile(r' (?:for|in) "')


def _hook(file: str, groups: Titles, name: str) -> Naming | None:
    """Name what a hook of mocha's belongs to: its group, or the test that it ran for."""
    hook = _HOOK.match(name)
    if not hook:
        return None
    whose = _HOOK_OF.search(name, hook.end())
    if hook[2] == "each" and whose and name.endswith('"'):
        return Naming(file, groups + parts(name[whose.end() : -1]))
    if hook[1] == "before":
        return Naming(file, groups, role="setup")
    return Naming(file, (*groups, name))


def mocha_xunit(entry: CaseRecord, report: Written) -> Naming:
    """Groups are one text."""
    file, groups = _file(entry, report), parts(entry.classname)
    return _hook(file, groups, normal(entry.name)) or Naming(file, groups + parts(entry.name))


def mocha(entry: CaseRecord, report: Written) -> Naming:
    """Take the full title apart: it ends in the title of the group and the test's own.

    What is before these is one text, and so is all of it when titles are compared: two groups in each other
    are not told from one that has both titles.
    """
    full, own = normal(entry.name), normal(entry.classname)
    if len(own) > len(full):
        full, own = own, full
    suite = normal(_suite_name(entry, report))
    file = _file(entry, report) or _root_file(entry, report)
    around = full.removesuffix(own).strip() if own and full.endswith(own) else ""
    groups = parts(around)
    if hook := _hook(file, groups, own or full):
        return hook
    titles = groups + parts(own) if own and full.endswith(own) else parts(full)
    outer = around.removesuffix(suite).strip() if suite and around.endswith(suite) else ""
    return Naming(file, titles, groups=(parts(outer), parts(outer) + parts(suite)) if outer else ())


def _root_file(entry: CaseRecord, report: Written) -> str:
    """Return the file of the last root group before an entry: browsers' runners write it there only."""
    for number in range(entry.suite, -1, -1):
        suite = report.suites[number]
        if suite.name == "Root Suite":
            return path(suite.file)
    return ""


_PYTEST_GROUP: Final = ("collection failure", "collection skipped")


def pytest(entry: CaseRecord, _: Written) -> Naming:
    """The file is a dotted name, in which nothing says where classes begin."""
    if entry.words in _PYTEST_GROUP:
        return Naming("", names(entry.classname) + names(entry.name), role="setup", file=path(entry.file))
    return Naming("", names(entry.classname) + parameters(entry.name), file=path(entry.file))


_CLASS_SETUP: Final = re.compile(r"(setUp|tearDown)(?:Class|Module) \((.+)\)")
UNITTEST_BROKEN: Final = re.compile(r"unittest\.loader\.(?:_FailedTest|ModuleImportFailure|ModuleSkipped)")


def unittest(entry: CaseRecord, report: Written) -> Naming:
    """As pytest; subtests add what they were run with."""
    file = _file(entry, report)
    if broken := UNITTEST_BROKEN.match(entry.classname):
        module = names(entry.classname[broken.end() :]) + names(entry.name)
        return Naming("", module, role="setup")
    if around := _CLASS_SETUP.fullmatch(entry.name):
        is_setup = around[1] == "setUp"
        titles = names(around[2]) if is_setup else (*names(around[2]), entry.name)
        return Naming("", titles, role="setup" if is_setup else "test", file=file)
    return Naming("", names(entry.classname) + arguments(entry.name), file=file)


_NO_METHOD: Final = ("", "initializationError", "executionError", "classMethod")


def methods(entry: CaseRecord, _: Written) -> Naming:
    """Name a method of a class: Java and its kin, .NET, Swift, what writes dotted names in general."""
    groups = names(entry.classname)
    name = entry.name.removeprefix(f"{entry.classname}.") if entry.classname else entry.name
    if name in _NO_METHOD:
        return Naming("", groups, role="setup")
    own = arguments(name)
    parted = _counted(own)
    return Naming("", groups + own, (groups + parted,) if parted != own else ())


def sentences(entry: CaseRecord, _: Written) -> Naming:
    """Name what has a title below a dotted name: features, suites of suites."""
    return Naming("", names(entry.classname) + parts(entry.name))


def robot(entry: CaseRecord, report: Written) -> Naming:
    """Suites in suites."""
    suites = tuple(filter(None, map(normal, chain(entry, report, from_top=True))))
    around = names(" . ".join(suites)) if suites else names(entry.classname)
    return Naming("", around + parts(entry.name))


def ctest(entry: CaseRecord, _: Written) -> Naming:
    """A name and nothing else."""
    return Naming("", parts(entry.name))


def nextest(entry: CaseRecord, report: Written) -> Naming:
    """A program, and a path of modules."""
    titles = tuple(entry.name.split("::"))
    return Naming(entry.classname or _suite_name(entry, report), titles)


_GO_BROKEN: Final = re.compile(r"\[(?:build|setup) failed\]|TestMain")


def go(entry: CaseRecord, report: Written) -> Naming:
    """A package, and subtests after `/`."""
    suite = _suite_name(entry, report)
    package = suite if not entry.classname or suite.endswith(f"/{entry.classname}") else entry.classname
    if _GO_BROKEN.fullmatch(entry.name):
        return Naming(package, (), role="setup")
    titles = go_titles(entry.name)
    first = tuple(re.sub(r"#\d\d+\Z", "", title) for title in titles)
    return Naming(package, titles, (first,) if first != titles and all(first) else ())


def go_titles(name: str) -> Titles:
    """Return the parts of a Go test's name, with ``_`` for blanks, as Go does."""
    return tuple(re.sub(r"\s", "_", part) for part in name.split("/") if part)


def unknown(entry: CaseRecord, report: Written) -> Naming:
    """Name a test of a runner that is not known but names files."""
    suite, classname = normal(_suite_name(entry, report)), normal(entry.classname)
    file = _file(entry, report) or next((path(text) for text in (classname, suite) if is_source(text)), "")
    name = normal(entry.name)
    if not file:
        return unplaced(entry, report)
    if path(name) == file:
        return Naming(file, (), role="setup")
    own = arguments(name.removeprefix(f"{classname} ").removeprefix(f"{classname}."))
    ends = {own, parts(name), _counted(own)}
    aliases = {around + end for around in _around(entry, report, file) for end in ends} | ends
    return Naming(file, own, tuple(sorted(aliases - {own})))


def _around(entry: CaseRecord, report: Written, file: str) -> set[Titles]:
    """Return what may stand before a title: the groups, or the class by as much of its name as one likes."""
    classname = normal(entry.classname) if path(entry.classname) != file else ""
    groups = [one for one in chain(entry, report) if path(one) != file and normal(one) != classname]
    found = {parts(" > ".join(groups[start:])) for start in range(2)} | {parts(classname)}
    if " " not in classname:
        held = names(classname)
        found |= {held[at:] for at in range(len(held))}
    return found


def _counted(titles: Titles) -> Titles:
    """Part the number of a value from a name, as GoogleTest's `Sums/0`."""
    return names(titles[0]) + titles[1:] if titles and "/" in titles[0] else titles


_ENDING: Final = re.compile(r"\w{1,10}")
_SOURCES: Final = re.compile(
    r"[^/\\]+\.(?:spec|test|cy|e2e)\.\w{2,4}|[^/\\]+\.(?:[cm]?[jt]sx?|py|rb|exs?|php|dart|lua|bats)"
)


def is_source(text: str) -> bool:
    """Tell whether a group is called by its file; a class has dots in its name, too."""
    stem, dot, ending = text.rpartition(".")
    has_folder = bool(dot) and ("/" in stem or "\\" in stem) and bool(_ENDING.fullmatch(ending))
    return is_file(text) and (has_folder or bool(_SOURCES.fullmatch(text)))


def unplaced(entry: CaseRecord, report: Written) -> Naming:
    """Name a test of a runner that is not known and names no file: with care, by all groups."""
    classname = entry.classname
    if classname and re.fullmatch(r"[\w.$+\\/:-]+", classname):
        return methods(entry._replace(classname=classname.replace("::", ".")), report)
    name = normal(entry.name)
    if classname and not name.startswith(normal(classname)):
        return Naming("", parts(classname) + parts(name))
    groups = chain(entry, report)
    return Naming("", parts(" > ".join(groups[1:] if len(groups) > 1 else ())) + parts(name))
