#!/usr/bin/env bash
# Builds and checks all that a release publishes: wheel, sdist, bill of materials, sums, and their signature.
#   scripts/release.sh FOLDER        a dry run, signed with a key that is thrown away
#   scripts/release.sh FOLDER KEY    the release itself, from the tagged commit
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:?usage: scripts/release.sh FOLDER [KEY]} key=${2:-}
python=${PYTHON:-$PWD/.venv/bin/python}
version=$("$python" -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "No release: $*" >&2; exit 1; }

if [ -n "$key" ]; then
  [ "$(git describe --exact-match 2>/dev/null)" = "v$version" ] || fail "this commit has no tag v$version"
  [ -z "$(git status --porcelain)" ] || fail "files are changed that are not committed"
  grep -q "^## $version (" CHANGELOG.md || fail "CHANGELOG.md has no entry ## $version (day)"
fi

mkdir -p "$out"
rm -f "$out"/*
"$python" -m hatchling build -d "$out" >/dev/null 2>&1
tar xzf "$out/grutto-$version.tar.gz" -C "$work"
(cd "$work/grutto-$version" && "$python" -m hatchling build -t wheel -d "$work" >/dev/null 2>&1)
cmp "$out"/*.whl "$work"/*.whl || fail "the wheel of the sdist is another one"

"$python" -m cyclonedx_py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
  -o "$out/grutto-$version.cdx.json" requirements/run.txt

cp deploy/Containerfile "$out/Containerfile"
sed -n 's/^COPY \([^-].*\) [^ ]*$/\1/p' deploy/Containerfile | tr ' ' '\n' | while read -r source; do
  [ -e "$work/grutto-$version/$source" ] || fail "the container needs $source, which the sdist has not"
done

(cd "$out" && sha256sum -- * >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" .)
if [ -z "$key" ]; then
  key=$work/key
  ssh-keygen -q -t ed25519 -N '' -C 'a dry run' -f "$key"
fi
ssh-keygen -q -Y sign -n grutto-release -f "$key" "$out/SHA256SUMS" 2>/dev/null
echo "release $(cut -d' ' -f1,2 "$key.pub")" >"$work/signers"
ssh-keygen -q -Y verify -n grutto-release -I release -f "$work/signers" -s "$out/SHA256SUMS.sig" <"$out/SHA256SUMS"
ls "$out"
