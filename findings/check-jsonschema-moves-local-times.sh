#!/usr/bin/env bash
# check-jsonschema: a local time of TOML is taken for one in UTC, and one in UTC is not written with "Z".
#
# version:   check-jsonschema 0.39.0
# expected:  "format": "date-time" wants an offset. A TOML file with a local date-time has none and fails, as the same
#            text fails in YAML. One that ends in "Z" is checked as it was written.
# behaviour: TOML's values become texts before they are checked. The local one gets a "Z" that nobody wrote and passes;
#            the one with "Z" loses it for "+00:00", so a pattern that wants a "Z" accepts the wrong one of the two.
# seen:
#   format date-time: TOML, local: passes; TOML, Z: passes; YAML, local: fails; YAML, Z: passes
#   pattern Z at the end: TOML, local: passes; TOML, Z: fails; YAML, local: fails; YAML, Z: passes
# Ends with 0 while this is so, with another status when it no longer is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check check-jsonschema==0.39.0

schema() { printf '{"type": "object", "properties": {"at": {"type": "string", %s}}}' "$2" > "$1.json"; }
schema format '"format": "date-time"'
schema pattern '"pattern": "Z$"'
for zone in '' Z; do
    echo "at = 2026-01-05T10:00:00$zone" > "some$zone.toml"
    echo "at: 2026-01-05T10:00:00$zone" > "some$zone.yaml"
done
check() {
    if venv/bin/check-jsonschema --schemafile "$1.json" "$2" > log 2>&1; then echo passes; else echo fails; fi
}
all() {
    echo "$2: TOML, local: $(check "$1" some.toml); TOML, Z: $(check "$1" someZ.toml);" \
        "YAML, local: $(check "$1" some.yaml); YAML, Z: $(check "$1" someZ.yaml)"
}
{
    all format "format date-time"
    all pattern "pattern Z at the end"
} | tee seen

cat > wanted <<'TEXT'
format date-time: TOML, local: passes; TOML, Z: passes; YAML, local: fails; YAML, Z: passes
pattern Z at the end: TOML, local: passes; TOML, Z: fails; YAML, local: fails; YAML, Z: passes
TEXT
diff wanted seen || { echo "no longer as described"; exit 1; }
echo "as described"
