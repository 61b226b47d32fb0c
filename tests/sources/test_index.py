from __future__ import annotations

import pytest
from archiving import TextTree

from sphinx_leanspec.sources.errors import NeedsNewerPythonError
from sphinx_leanspec.sources.index import SymbolIndex
from sphinx_leanspec.sources.symbols import Ambiguous, NoSymbol, Symbol

HARD = """\
from typing import TYPE_CHECKING, overload

try:
    from fast import quick
    def load(path):
        return quick(path)
except ImportError:
    def load(path):
        return path

if TYPE_CHECKING:
    class Frame: ...
else:
    Frame = object

@overload
def pick(a: int) -> int: ...
@overload
def pick(a: str) -> str: ...
@(
    cached
)
@other
def pick(a):
    return a

class Twice:
    a = 1

class Twice:
    b: int = 2
    c: str

    @property
    def size(self):
        return 1

    @size.setter
    def size(self, value):
        pass

    if True:
        async def run(self): pass

    class Inner:
        def deep(self):
            def local(): pass
            return local

def late():
    return 1
late = None

ONE, (TWO, *REST) = 1, (2, 3)
LIMIT: int = 5
match ONE:
    case 1:
        def matched(): pass
with open("x") as f:
    def opened(): pass
"""

FILES = {
    "src/demo/__init__.py": "from .hard import Twice as Renamed, pick\nfrom .sub import *\nimport os as o\n",
    "src/demo/hard.py": HARD,
    "src/demo/sub/__init__.py": "from .one import Thing, gone\nfrom . import one\n",
    "src/demo/sub/one.py": "class Thing:\n    def act(self): pass\n\nclass Other:\n    def act(self): pass\n",
    "src/demo/plain/space.py": "def alone(): pass\n",
    "src/demo/new.py": "def old(): pass\nclass = 1\n",
    "src/demo/data.json": "{}",
    "tests/test_demo.py": "def test_it(): pass\n",
}


@pytest.fixture
def index() -> SymbolIndex:
    return SymbolIndex(TextTree(FILES), "src/")


def found(index: SymbolIndex, name: str) -> Symbol:
    symbol = index.find(name)
    assert isinstance(symbol, Symbol), symbol
    return symbol


@pytest.mark.parametrize(
    ("name", "lines", "kind", "conditions"),
    [
        ("load", "5-6", "function", ("try",)),
        ("Frame", "12-12", "class", ("if TYPE_CHECKING",)),
        ("pick", "20-25", "function", ()),
        ("Twice", "30-48", "class", ()),
        ("Twice.b", "31-31", "field", ()),
        ("Twice.c", "32-32", "field", ()),
        ("Twice.size", "34-36", "property", ()),
        ("Twice.run", "43-43", "function", ("if True",)),
        ("Twice.Inner.deep", "46-48", "function", ()),
        ("deep.local", "47-47", "function", ()),
        ("late", "50-51", "function", ()),
        ("ONE", "54-54", "constant", ()),
        ("TWO", "54-54", "constant", ()),
        ("REST", "54-54", "constant", ()),
        ("LIMIT", "55-55", "constant", ()),
        ("matched", "58-58", "function", ("case 1",)),
        ("opened", "60-60", "function", ()),
        ("alone", "1-1", "function", ()),
    ],
)
def test_where_a_symbol_is(
    index: SymbolIndex, name: str, lines: str, kind: str, conditions: tuple[str, ...]
) -> None:
    symbol = found(index, name)
    assert (symbol.lines, symbol.kind, symbol.conditions) == (lines, kind, conditions)


def test_further_definitions_are_named(index: SymbolIndex) -> None:
    assert found(index, "load").others == (8,)
    assert found(index, "pick").others == (16, 18)
    assert found(index, "pick").definition == 24
    assert found(index, "Twice").others == (27,)
    assert found(index, "Twice.size").setters == (38,)


def test_a_property_whose_setter_alone_is_there() -> None:
    index = SymbolIndex(TextTree({"a.py": "class A(B):\n    @B.size.setter\n    def size(self, v): pass\n"}))
    assert found(index, "A.size").lines == "2-3"


def test_a_full_name_means_just_that(index: SymbolIndex) -> None:
    assert found(index, "demo.sub.one.Thing.act").line == 2
    assert found(index, "demo.hard").kind == "module"
    assert found(index, "tests.test_demo.test_it").path == "tests/test_demo.py"


def test_a_unique_tail_is_enough_and_others_are_answered_with_candidates(index: SymbolIndex) -> None:
    assert found(index, "one.Thing.act") == found(index, "demo.sub.one.Thing.act")
    assert index.find("act") == Ambiguous("act", ("demo.sub.one.Other.act", "demo.sub.one.Thing.act"))


def test_names_that_a_package_hands_on_are_followed(index: SymbolIndex) -> None:
    assert found(index, "demo.Renamed.size").full_name == "demo.hard.Twice.size"
    assert found(index, "demo.Thing.act").full_name == "demo.sub.one.Thing.act"
    assert found(index, "sub.Thing").full_name == "demo.sub.one.Thing"
    assert found(index, "demo.pick").full_name == "demo.hard.pick"


def test_a_circle_of_names_handed_on_ends() -> None:
    files = {"a/__init__.py": "from b import x\n", "b/__init__.py": "from a import x\n"}
    assert SymbolIndex(TextTree(files)).find("a.x") == NoSymbol("a.x")


def test_five_steps_are_followed_and_no_more() -> None:
    chain = {f"p{step}/__init__.py": f"from p{step + 1} import x\n" for step in range(8)}
    index = SymbolIndex(TextTree({**chain, "p8/__init__.py": "def x(): pass\n"}))
    assert found(index, "p3.x").full_name == "p8.x"
    assert isinstance(index.find("p2.x"), NoSymbol)


def test_a_name_that_is_not_there_is_answered_with_the_nearest(index: SymbolIndex) -> None:
    assert index.find("one.Thing.acts") == NoSymbol("one.Thing.acts", ("one.Thing.act",))
    assert index.find("a b") == NoSymbol("a b")


def test_a_file_that_this_python_cannot_read_is_not_gone(index: SymbolIndex) -> None:
    assert index.find("old") == NoSymbol("old", ("old",), ("src/demo/new.py",))
    with pytest.raises(NeedsNewerPythonError, match=r"src/demo/new.py:2: Python .* cannot read it"):
        index.module("src/demo/new.py")
    assert [error.where for error in index.unreadable()] == ["src/demo/new.py:2"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_editors_count_them(end: str) -> None:
    code = end.join(["x = '''a\x0cb\x85c\u2028'''", "@a", "def f():", "    pass", ""])
    index = SymbolIndex(TextTree({"a.py": code}))
    assert found(index, "f").lines == "2-4"
    assert index.module("a.py").lines == 4


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfdef f(): pass\n", "# coding: latin-1\ns = 'ä'\ndef f(): pass\n".encode("latin-1")],
)
def test_marks_and_cookies_say_the_encoding(data: bytes) -> None:
    assert found(SymbolIndex(TextTree({"a.py": data})), "f").kind == "function"


def test_few_files_are_parsed(index: SymbolIndex) -> None:
    found(index, "Thing.act")
    assert set(index._modules) == {"src/demo/sub/one.py", "src/demo/sub/__init__.py"} & set(index._modules)
    assert "src/demo/hard.py" not in index._modules


def test_a_stub_counts_where_there_is_no_module() -> None:
    files = {"a.py": "def f(): pass\n", "a.pyi": "def f() -> None: ...\n", "b.pyi": "def g() -> None: ...\n"}
    index = SymbolIndex(TextTree(files))
    assert found(index, "f").path == "a.py"
    assert found(index, "g").path == "b.pyi"


def test_the_symbol_that_lines_lie_in(index: SymbolIndex) -> None:
    around = index.enclosing("src/demo/hard.py", 35, 36)
    assert around is not None
    assert around.name == "Twice.size"
    assert index.enclosing("src/demo/hard.py", 1, 1) is None


def test_digests_are_those_of_the_definition_that_counts(index: SymbolIndex) -> None:
    other = SymbolIndex(TextTree({"x.py": HARD.replace("return path", "return 7")}))
    assert index.digests(found(index, "load")) == other.digests(found(other, "load"))
    assert index.digests(found(index, "hard")) != other.digests(found(other, "x"))
