"""Which phase of a build Sphinx is in: the builder knows it, up to Sphinx 8 the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.build_phase import BuildPhase


def set_phase(app: Sphinx, phase: BuildPhase) -> None:
    """Have Sphinx begin a phase, which it only knows how to do once."""
    keeper: Any = app.builder if hasattr(app.builder, "phase") else app
    keeper.phase = phase
