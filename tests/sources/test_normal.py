from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sphinx_leanspec.sources import normal

ALIKE = {
    "comments": ("x = 1  # one", "# one\nx = 1"),
    "brackets": ("x = (1 +\n     2)", "x = 1 + 2"),
    "quotes": ("x = 'a'", 'x = """a"""'),
    "joining": ("x = 'a' 'b'", "x = 'ab'"),
    "joining in an f-string": ("x = 'a' f'{b}' 'c'", "x = f'a{b}c'"),
    "an empty format": ("x = f'{a:}'", "x = f'{a}'"),
    "a nested format": ("x = f'{a:>{b}}'", 'x = f"{a:>{b}}"'),
    "numbers": ("x = 1_000", "x = 0x3E8"),
    "a trailing comma": ("f(a, b,)", "f(a, b)"),
    "u": ("x = u'a'", "x = 'a'"),
    "ends of lines": ("def f():\r\n    return 1\r\n", "def f():\n    return 1\n"),
    "indentation": ("if a:\n  b()", "if a:\n        b()"),
    "a comment in a definition": ("def f():\n    # why\n    return 1", "def f(): return 1"),
    "an elif": ("if a: b\nelif c: d", "if a:\n    b\nelse:\n    if c:\n        d"),
}

DIFFERENT = {
    "a parameter": ("def f(a): pass", "def f(b): pass"),
    "a decorator": ("@a\ndef f(): pass", "def f(): pass"),
    "an annotation": ("def f(a: int): pass", "def f(a): pass"),
    "a default": ("def f(a=1): pass", "def f(a=None): pass"),
    "None and True": ("match a:\n    case None: pass", "match a:\n    case True: pass"),
    "a conversion": ("f'{a!r}'", "f'{a}'"),
    "text and bytes": ("x = b'a'", "x = 'a'"),
    "a number and a truth value": ("x = 1", "x = True"),
    "which argument": ("def f(a, /, b): pass", "def f(a, b, /): pass"),
    "a default of None and none": ("def f(*, a=None): pass", "def f(*, a): pass"),
    "async": ("async def f(): pass", "def f(): pass"),
    "a call and its name": ("f(a)", "f('a')"),
    "what is joined in an f-string": ("f'{a}b'", "f'a{b}'"),
}

HARD = '''
import typing as t
@property
@decorated("x", *a, k=[1, 2.5, 1e400, 3j, ..., None, True, b"\\xff", "\\u00e9\\U0001fae8"])
async def f(a, /, b: "int" = 1, *c, d=None, **e) -> t.Any:
    """Say: 'this'."""
    async with a as b, c: ...
    x = f"{a!r:>{b}}" "\\n" f'{c}' rf"\\d{d}" f"{a=}" f"{a:%H:%M}" f"{'nested'}" f"{{}}" f"{x:{'{'}>10}"
    match x:
        case {"a": [1, *_], **rest} if rest: return lambda *a, b=1: (yield a)
        case None | C(x=1, y=-2.0) as z: pass
    try:
        del a[1:2, ::3]
    except* (A, B) as error:
        raise error from None
    return [y async for y in x if (z := y)], {**a}, {*b}, -0xFFFFFFFFFFFFFFFFFFFF, not a is not b
class C(B, metaclass=M):
    """Of its own."""
    a: int
    (b): int = 1
    def g(self): "only a docstring"
'''


def digests(code: str) -> normal.Digests:
    return normal.digests(ast.parse(code))


@pytest.mark.parametrize("name", ALIKE)
def test_what_does_not_count(name: str) -> None:
    one, other = ALIKE[name]
    assert digests(one) == digests(other)


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_counts(name: str) -> None:
    one, other = ALIKE.get(name) or DIFFERENT[name]
    assert digests(one).bare != digests(other).bare


def test_a_docstring_counts_in_one_digest_alone() -> None:
    one = digests('class C:\n    """A."""\n    def f(self):\n        """B."""\n        return 1')
    other = digests("class C:\n    def f(self):\n        return 1")
    assert one.full != other.full
    assert one.bare == other.bare == other.full


def test_the_indentation_of_a_docstring_does_not_count() -> None:
    one = digests('def f():\n    """A.\n\n    B.\n    """\n    return 1')
    other = digests('def f():\n  """A.\n\n  B.\n  """\n  return 1')
    assert one == other


def test_a_text_elsewhere_is_no_docstring() -> None:
    assert digests("def f():\n    x = 1\n    'a'").bare != digests("def f():\n    x = 1\n    'b'").bare


def test_each_statement_has_the_digest_that_it_has_alone() -> None:
    tree = ast.parse(HARD)
    known = normal.all_digests(tree)
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    alone = {node: normal.digests(node) for node in statements if node in known}
    assert len(alone) == len(statements) - 3, "all but the three docstrings"
    assert [node.lineno for node, own in alone.items() if known[node] != own] == []


def test_a_sum_of_more_terms_than_python_recurses_has_a_digest() -> None:
    assert digests("x = " + " + ".join(["1"] * 1500)) != digests("x = " + " + ".join(["1"] * 1499))


def test_a_number_of_thousands_of_digits_has_a_digest() -> None:
    assert digests(f"x = 0x{'f' * 5000}").full


def test_the_form_is_the_one_that_locks_were_written_with() -> None:
    """A change here is a new format: raise its number, so that nobody's code seems to have changed."""
    assert digests("def f(a):\n    '''A.'''\n    return f'{a}'") == normal.Digests(
        "bb26d7f7a682caa8e015f2b78adbd389", "7f53669a68c63d5bcf897dcbf7b149a0"
    )
    assert normal.FORMAT == "leanspec normal form 1\n"


def interpreters() -> list[str]:
    """Other Pythons of this machine."""
    found = [shutil.which(f"python3.{minor}") for minor in range(11, 16)]
    found += [str(path) for path in Path.home().glob(".pyenv/versions/3.1[1-9]*/bin/python")]
    return sorted({path for path in found if path and Path(path).resolve() != Path(sys.executable).resolve()})


def test_every_python_gives_the_same_digests() -> None:
    others = interpreters()
    if not others:
        pytest.skip("this machine has no other Python")
    own = repr([tuple(digests(HARD)), tuple(digests(ALIKE["a nested format"][0]))])
    folder = Path(normal.__file__).parent
    code = (
        f"import sys, ast; sys.path.insert(0, {os.fspath(folder)!r}); import normal; "
        f"print([tuple(normal.digests(ast.parse(c))) for c in {[HARD, ALIKE['a nested format'][0]]!r}])"
    )
    told = {}
    for python in others:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
        if done.returncode == 0 or "pyenv: " not in done.stderr:  # a shim of a version that is not there
            told[python] = done.stdout.strip() or done.stderr
    assert told == dict.fromkeys(told, own)
