#!/usr/bin/env bash
# sphinx-needs: a project that exports needs.json cannot make message catalogues.
#
# version:   sphinx-needs 9.1.0, Sphinx 9.0.4
# expected:  needs_build_json writes one more file at the end of a build. With the builder gettext it writes it too, or
#            leaves it.
# behaviour: for that file a second builder is made from the same environment, and Sphinx refuses one after gettext.
#            The catalogues are there, the build still ends with an error and status 2, and what Sphinx advises,
#            another folder for the doctrees, was done from the start and cannot help.
# seen:
#   without needs.json: status 0, catalogues 1
#   with needs.json: status 2, catalogues 1
#   This environment is incompatible with the selected builder, please choose another doctree directory.
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-needs==9.1.0 sphinx==9.0.4 docutils==0.22.4

mkdir docs
echo 'extensions = ["sphinx_needs"]' > docs/conf.py
printf 'Harbour\n=======\n\n.. req:: Light\n   :id: R_LIGHT\n' > docs/index.rst
catalogues() {
    local status=0
    venv/bin/sphinx-build -q -b gettext -d "trees/$1" -D "needs_build_json=$1" docs "out/$1" > log 2>&1 || status=$?
    echo "status $status, catalogues $(find "out/$1" -name '*.pot' | wc -l)"
}
{
    echo "without needs.json: $(catalogues 0)"
    echo "with needs.json: $(catalogues 1)"
    sed -n 's/.*SphinxError: //p' log
} > seen
cat seen

cat > wanted <<'TEXT'
without needs.json: status 0, catalogues 1
with needs.json: status 2, catalogues 1
This environment is incompatible with the selected builder, please choose another doctree directory.
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
