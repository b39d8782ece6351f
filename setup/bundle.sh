# Sourced by ./muniment bundle DIR [GROUP...]: a copy of the program with every wheel beside it, for a machine without network.
# The copy fits machines of this kind (system, processor, Python); its launcher finds setup/wheels by itself.
to=${1:-}
[ -n "$to" ] || stop 'bundle needs a folder to write to: ./muniment bundle DIR'
shift
groups="core pg $*"
for group in $groups; do known_group "$group"; done
stick=$to/muniment
[ -e "$stick" ] && stop "$stick is already there. Name another folder, or remove it."
mkdir -p "$stick" || stop "cannot write to $to."

if command -v git >/dev/null 2>&1 && git -C "$root" rev-parse --git-dir >/dev/null 2>&1; then
    (cd "$root" && git ls-files -z | xargs -0 tar cf -) | (cd "$stick" && tar xf -)
else # only what is the program's: archives and letters that lie in this folder never travel along unasked
    set --
    for part in muniment Makefile README.md CHANGELOG.md LICENSE LICENSES pyproject.toml .gitignore .ci bench docs setup src tests; do
        [ -e "$root/$part" ] && set -- "$@" "$part"
    done
    (cd "$root" && tar cf - --exclude setup/wheels --exclude __pycache__ "$@") | (cd "$stick" && tar xf -)
fi || stop "copying the program to $stick failed."

from=$(wheels)
mkdir -p "$stick/setup/wheels"
for lock in $groups; do
    set -- -qq --disable-pip-version-check --require-hashes --only-binary :all: --no-deps -r "$setup/$lock.lock" -d "$stick/setup/wheels"
    [ -n "$from" ] && set -- --no-index --find-links "$from" "$@"
    for pip in "$setup"/pip-*.whl; do
        "$venv/bin/python" "$pip/pip" download "$@" || stop "fetching the wheels failed; the lines above say why."
    done
done
"$venv/bin/python" - "$stick" <<'PY' || stop "writing SHA256SUMS failed."
import hashlib, pathlib, sys

stick = pathlib.Path(sys.argv[1])
files = sorted(p for p in stick.rglob("*") if p.is_file())
lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(stick).as_posix()}\n" for p in files]
(stick / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
PY
say "Written: $stick ($(du -sm "$stick" | cut -f1) MB). On the other machine: sha256sum -c SHA256SUMS --quiet, then ./muniment demo"
exit 0
