#!/usr/bin/env bash
# sphinx-needs: a project with one part of a need has no EPUB, no text and no manual page.
#
# version:   sphinx-needs 9.1.0, Sphinx 9.0.4, docutils 0.22.4
# expected:  ":need_part:" marks some words of a need. A builder that has nothing special to show shows the words.
# behaviour: some builders do, and latex and singlehtml even link the part. With epub, whose pages are HTML as well,
#            and with text and man the node stays as it is, no writer knows it, and the build ends with status 2.
# seen:
#   html 0, singlehtml 0, latex 0, texinfo 0, xml 0
#   epub 2, text 2, man 2: departing unknown node type: NeedPart
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check sphinx-needs==9.1.0 sphinx==9.0.4 docutils==0.22.4

mkdir docs
cat > docs/conf.py <<'PY'
project, version, copyright = "Harbour", "1", "the harbour master"
extensions = ["sphinx_needs"]
PY
printf 'Harbour\n=======\n\n.. req:: Light\n   :id: R_LIGHT\n\n   It is :need_part:`(1)bright`.\n' > docs/index.rst
for builder in html singlehtml latex texinfo xml epub text man; do
    status=0
    venv/bin/sphinx-build -q -b $builder -d trees docs out/$builder > log 2>&1 || status=$?
    echo "$builder $status $(sed -n 's/.*NotImplementedError: .*\(departing.*\)/\1/p' log | head -1)" | sed 's/ $//'
done | tee seen

cat > wanted <<'TEXT'
html 0
singlehtml 0
latex 0
texinfo 0
xml 0
epub 2 departing unknown node type: NeedPart
text 2 departing unknown node type: NeedPart
man 2 departing unknown node type: NeedPart
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
