from __future__ import annotations

import sys

import pytest
from archiving import TextTree

from sphinx_leanspec.sources.drift import compare, origin_of
from sphinx_leanspec.sources.grammars import NeedsGrammarError
from sphinx_leanspec.sources.index import SymbolIndex
from sphinx_leanspec.sources.references import target_of
from sphinx_leanspec.sources.resolving import Located, resolve
from sphinx_leanspec.sources.symbols import Ambiguous, NoSymbol, Symbol

TYPESCRIPT = """\
/** Words. */
@decorated
export default class Engine<T> extends Base {
  speed: number = 1;
  @logged()
  start(key: string): void {
    const local = 1;
  }
  get size() { return 1 }
  stop = () => 1;
}
export const drive = async (a: number) => a;
const one = 1, two = 2;
export function turn(a: string): void;
export function turn(a: number): void;
export function turn(a: any) {
  return a;
}
namespace Gears {
  export interface Gear { teeth: string; mesh(): void }
}
export enum Fuel { Gas, Power = 2 }
type Name = string;
"""
RUST = """\
/// Words.
#[derive(Debug)]
#[repr(C)]
pub struct Engine<T> { pub speed: u8 }
impl<T> Engine<T> {
    pub const LIMIT: u8 = 1;
    pub fn start(&self) {
        fn inner() {}
    }
}
impl fmt::Display for Engine<u8> {
    fn fmt(&self) {}
}
pub mod gears {
    pub(crate) fn mesh() {}
    pub enum Fuel { Gas, Power(u8) }
}
trait Moving { fn go(&self); type Unit; }
macro_rules! turn { () => {} }
static ONE: u8 = 1;
"""
GO = """\
package car

// Words.
type Engine[T any] struct {
	Speed int
	a, b string
}

type (
	Fuel int
	Moving interface { Go() }
)

func (e *Engine[T]) Start(key string) error {
	return nil
}

func (Fuel) Burn() {}

func Turn() {}

const (
	One = 1
	Two = 2
)

var Three = 3
"""
FILES = {
    "web/src/engine.ts": TYPESCRIPT,
    "web/src/views/index.tsx": "export const View = () => <p>{1}</p>;\n",
    "crate/src/engine.rs": RUST,
    "crate/src/lib.rs": "pub fn root() {}\n",
    "car/engine.go": GO,
    "car/more.go": "package car\n\nfunc More() {}\n",
}


@pytest.fixture
def index() -> SymbolIndex:
    return SymbolIndex(TextTree(FILES), "crate/src/")


@pytest.mark.parametrize(
    ("name", "lines", "kind"),
    [
        ("src.engine.Engine", "2-11", "class"),
        ("src.engine.Engine.speed", "4-4", "field"),
        ("src.engine.Engine.start", "5-8", "function"),
        ("src.engine.Engine.size", "9-9", "function"),
        ("src.engine.Engine.stop", "10-10", "function"),
        ("drive", "12-12", "function"),
        ("one", "13-13", "constant"),
        ("turn", "16-18", "function"),
        ("Gears.Gear.mesh", "20-20", "function"),
        ("src.engine.Fuel.Power", "22-22", "field"),
        ("Name", "23-23", "class"),
        ("views.View", "1-1", "function"),
    ],
)
def test_typescript(name: str, lines: str, kind: str) -> None:
    files = {path: text for path, text in FILES.items() if path.startswith("web")}
    symbol = SymbolIndex(TextTree(files)).find(name)
    assert isinstance(symbol, Symbol), symbol
    assert (symbol.lines, symbol.kind) == (lines, kind)


@pytest.mark.parametrize(
    ("name", "lines", "kind"),
    [
        ("engine.Engine", "2-4", "class"),
        ("Engine.speed", "4-4", "field"),
        ("Engine.LIMIT", "6-6", "constant"),
        ("crate::engine::Engine::start", "7-9", "function"),
        ("Engine.fmt", "12-12", "function"),
        ("gears.mesh", "15-15", "function"),
        ("gears.Fuel.Power", "16-16", "field"),
        ("Moving.go", "18-18", "function"),
        ("engine.turn", "19-19", "function"),
        ("ONE", "20-20", "constant"),
        ("root", "1-1", "function"),
    ],
)
def test_rust(name: str, lines: str, kind: str) -> None:
    files = {path: text for path, text in FILES.items() if path.startswith("crate")}
    symbol = SymbolIndex(TextTree(files), "crate/src/").find(name)
    assert isinstance(symbol, Symbol), symbol
    assert (symbol.lines, symbol.kind) == (lines, kind)


@pytest.mark.parametrize(
    ("name", "lines", "kind"),
    [
        ("car.Engine", "4-7", "class"),
        ("Engine.Speed", "5-5", "field"),
        ("Engine.b", "6-6", "field"),
        ("car.Fuel", "10-10", "class"),
        ("Moving.Go", "11-11", "function"),
        ("car.Engine.Start", "14-16", "function"),
        ("Fuel.Burn", "18-18", "function"),
        ("car.Turn", "20-20", "function"),
        ("Two", "24-24", "constant"),
        ("Three", "27-27", "constant"),
        ("car.More", "3-3", "function"),
    ],
)
def test_go(name: str, lines: str, kind: str) -> None:
    files = {path: text for path, text in FILES.items() if path.endswith(".go")}
    symbol = SymbolIndex(TextTree(files)).find(name)
    assert isinstance(symbol, Symbol), symbol
    assert (symbol.lines, symbol.kind) == (lines, kind)


def test_one_name_in_several_languages_is_ambiguous(index: SymbolIndex) -> None:
    assert index.find("Engine") == Ambiguous(
        "Engine", ("car.Engine", "engine.Engine", "web.src.engine.Engine")
    )


def state(path: str, old: str, new: str, name: str) -> str:
    before, after = SymbolIndex(TextTree({path: old})), SymbolIndex(TextTree({path: new}))
    target = target_of(name)
    located = resolve(before, target)
    assert isinstance(located, Located), located
    return compare(origin_of(located, target), after).state


@pytest.mark.parametrize(
    ("path", "old", "new", "became"),
    [
        (
            "a.ts",
            "function f(a) { return [a] }",
            "// c\nfunction f( a, ) {\n  return [a,]; /* d */\n}",
            "same",
        ),
        ("a.ts", "function f(a) { return 1 }", "export function f(a) { return 1 }", "changed"),
        ("a.ts", "function f(a) { return 'a b' }", "function f(a) { return 'a  b' }", "changed"),
        ("a.rs", "fn f() {}", "/// d\nfn f( ) { }", "same"),
        ("a.rs", "fn f() {}", "#[test]\nfn f() {}", "changed"),
        ("a.go", "package a\nfunc f() {}", "package a\n\n// d\nfunc f() {\n}", "same"),
        ("a.go", "package a\nfunc f() {}", "package a\nfunc f(a int) {}", "changed"),
        ("a.go", "package a\nfunc f() {}", "package a\nfunc g() {}", "gone"),
    ],
)
def test_what_counts_as_changed(path: str, old: str, new: str, became: str) -> None:
    assert state(path, old, new, "f") == became


def test_a_grammar_that_is_not_installed_is_named(
    index: SymbolIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_rust", None)
    with pytest.raises(
        NeedsGrammarError, match=r"crate/src/lib.rs: the grammar of rust is not installed; install"
    ):
        index.module("crate/src/lib.rs")
    assert index.find("root") == NoSymbol("root", ("root",), ("crate/src/lib.rs",))
    assert isinstance(index.find("car.More"), Symbol), "other languages are read all the same"


def test_what_is_nested_deep_is_read() -> None:
    text = "function f() { return " + "(" * 5000 + "1" + ")" * 5000 + " }"
    assert isinstance(SymbolIndex(TextTree({"a.ts": text})).find("f"), Symbol)
