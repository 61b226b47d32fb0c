#!/usr/bin/env bash
# MyST-Parser: a task list tells done from open in HTML alone; elsewhere the mark is gone without a warning.
#
# version:   myst-parser 5.2.0, Sphinx 9.0.4, docutils 0.22.4
# expected:  with the extension "tasklist" every builder shows whether an item is ticked, if only as the "[x]" and
#            "[ ]" that the author wrote and that show without the extension.
# behaviour: the box is a piece of raw HTML inside the item. The builders text, man, latex and texinfo leave it out
#            and put nothing in its place, so switching the extension on takes the state of every task out of them,
#            and a strict build (-W) passes.
# seen:
#   text, without tasklist: * [x] pour the base|* [ ] fit the lamp
#   text, with tasklist: * pour the base|* fit the lamp
#   texinfo, without tasklist: [x] pour the base|[ ] fit the lamp
#   texinfo, with tasklist: pour the base|fit the lamp
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check myst-parser==5.2.0 sphinx==9.0.4 docutils==0.22.4

mkdir with without
echo 'extensions = ["myst_parser"]' | tee without/conf.py > with/conf.py
echo 'myst_enable_extensions = ["tasklist"]' >> with/conf.py
printf '# Harbour\n\n- [x] pour the base\n- [ ] fit the lamp\n' | tee without/index.md > with/index.md
show() {
    venv/bin/sphinx-build -qW -b "$2" "$1" "out/$1-$2"
    echo "$2, $1 tasklist: $(cat "out/$1-$2"/*.t* | grep -hE 'pour|fit' | sed 's/^ *//' | paste -sd '|')"
}
{
    show without text
    show with text
    show without texinfo
    show with texinfo
} > seen
cat seen

cat > wanted <<'TEXT'
text, without tasklist: * [x] pour the base|* [ ] fit the lamp
text, with tasklist: * pour the base|* fit the lamp
texinfo, without tasklist: [x] pour the base|[ ] fit the lamp
texinfo, with tasklist: pour the base|fit the lamp
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
