#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Check an unpacked Muniment package with POSIX sh, awk and openssl >= 3. Usage: sh verify.sh [DIR]
#
#  1 every file is listed and unchanged, and none was added      4 the head is signed by keys/log.pem (Ed25519)
#  2 the files are those of the list that package.json names     5 the bytes are those that the sealed noun names
#  3 each proof leads from its file to the signed head
# Custody, claims.jsonld and the sentences of letters are checked by verify.py alone.
# Exit: 0 all passed, 1 something failed, 2 usage, 4 nothing failed but a check could not run.
set -u
LC_ALL=C
export LC_ALL
case "${1:-}" in -*) sed -n '3,9p' "$0"; exit 2 ;; esac
dir=${1:-$(dirname "$0")}
cd "$dir" 2>/dev/null || { echo "There is no folder $dir." >&2; exit 2; }
command -v openssl >/dev/null 2>&1 || { echo "not checked  everything: openssl is not here"; exit 4; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT INT TERM
failed=0
unchecked=0

fail() { # what where why
    printf 'FAILED       %s  %s\n             %s\n' "$1" "$2" "$3"
    failed=$((failed + 1))
    printf '%s\n' "$1" >>"$tmp/bad"
}
pass() { # what, unless it failed somewhere
    grep -qx "$1" "$tmp/bad" || printf 'passed       %s\n' "$1"
}
# digests FILE...: "digest<TAB>path" lines for the paths listed in a file, one openssl for many
digests() {
    tr '\n' '\0' <"$1" | xargs -0 openssl dgst -sha256 -r 2>/dev/null |
        awk '{ d = $1; sub(/^[0-9a-f]* [* ]/, ""); print d "\t" $0 }'
}
: >"$tmp/bad"

# --- 1, 2: lists ------------------------------------------------------------------------------------------------------
for name in bagit.txt bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt; do
    [ -f "$name" ] || fail files "$name" "missing"
done
find . \( -type f -o -type l \) | sed 's|^\./||' | sort >"$tmp/present"
find . -type l | sed 's|^\./||' | while read -r link; do echo "$link"; done >"$tmp/links"
while read -r link; do fail files "$link" "a link, not a plain file"; done <"$tmp/links"
digests "$tmp/present" | sort -t "$(printf '\t')" -k 2 >"$tmp/found"

compare() { # what, list of "digest  path"
    awk -v list="$2" '
        BEGIN { while ((getline line < list) > 0) {
            d = substr(line, 1, 64); p = substr(line, 65); sub(/^  ?/, "", p)
            if (length(d) != 64 || d ~ /[^0-9a-f]/ || p == "") { print list "\tnot a line of a list"; continue }
            want[p] = d } }
        { tab = index($0, "\t"); have[substr($0, tab + 1)] = substr($0, 1, tab - 1) }
        END { for (p in want) if (!(p in have)) print p "\texpected " want[p] ", missing"
              else if (have[p] != want[p]) print p "\texpected " want[p] ", found " have[p] }' "$tmp/found" | sort >"$tmp/differs"
    while IFS="$(printf '\t')" read -r path why; do fail "$1" "$path" "$why"; done <"$tmp/differs"
}
cat manifest-sha256.txt tagmanifest-sha256.txt >"$tmp/listed" 2>/dev/null
compare files "$tmp/listed"
sed 's/^[0-9a-f]*  *//' "$tmp/listed" | sort >"$tmp/names"
comm -23 "$tmp/present" "$tmp/names" | grep -vx 'tagmanifest-sha256.txt' >"$tmp/added"
while read -r path; do fail files "$path" "added: not in this package"; done <"$tmp/added"
pass files
if [ -f package-files.txt ] && [ -f package.json ]; then
    listed=$(awk -F '\t' '$2 == "package-files.txt" { print $1 }' "$tmp/found")
    grep -q "\"files\":\"$listed\"" package.json || fail "package list" package-files.txt "package.json names another list than $listed"
    compare "package list" package-files.txt
    sed 's/^[0-9a-f]*  *//' package-files.txt | sort >"$tmp/names"
    grep -E '^(data/|custody/|keys/|claims\.jsonld$|verify\.py$|verify\.sh$)' "$tmp/present" | comm -23 - "$tmp/names" >"$tmp/added"
    while read -r path; do fail "package list" "$path" "added: not in the list"; done <"$tmp/added"
else
    fail "package list" package-files.txt "it or package.json is missing"
fi
pass "package list"

# --- 4: the signed head -----------------------------------------------------------------------------------------------
head_size=-1
head_root=none
check_head() {
    [ -f checkpoint ] && [ -f keys/log.pem ] || { fail "checkpoint signature" checkpoint "checkpoint or keys/log.pem missing"; return; }
    if [ "$(openssl version | awk '{ split($2, v, "."); print ($1 == "OpenSSL" && v[1] >= 3) ? "yes" : "no" }')" = no ]; then
        printf 'not checked  checkpoint signature: this needs OpenSSL 3 or newer\n'
        unchecked=$((unchecked + 1))
    else
        awk 'length($0) == 0 { exit } { print }' checkpoint >"$tmp/text"
        origin=$(sed -n 1p "$tmp/text")
        good=no
        sed '1,/^$/d' checkpoint >"$tmp/signatures"
        while read -r dash name blob; do
            [ "$dash" = "—" ] && [ "$name" = "$origin" ] || continue
            printf '%s\n' "$blob" | openssl base64 -d -A 2>/dev/null | tail -c +5 >"$tmp/signature"
            openssl pkeyutl -verify -pubin -inkey keys/log.pem -rawin -in "$tmp/text" -sigfile "$tmp/signature" >/dev/null 2>&1 && good=yes
        done <"$tmp/signatures"
        [ "$good" = yes ] || { fail "checkpoint signature" checkpoint "no signature by keys/log.pem fits"; return; }
    fi
    head_size=$(sed -n 2p checkpoint)
    head_root=$(sed -n 3p checkpoint | openssl base64 -d -A 2>/dev/null | od -An -v -tx1 | tr -d ' \n')
    pass "checkpoint signature"
}
check_head

# --- 3: proofs --------------------------------------------------------------------------------------------------------
# Preimages of all proofs are written side by side, so that one openssl hashes a whole step of all of them.
find proofs -type f -name '*.proof' 2>/dev/null | sort >"$tmp/proofs"
count=$(wc -l <"$tmp/proofs" | tr -d ' ')
mkdir "$tmp/pre"
# hash_all TAG: digests of $tmp/pre/* into $tmp/TAG as "number digest", then empties the folder
hash_all() {
    ls "$tmp/pre" | sed "s|^|$tmp/pre/|" >"$tmp/list"
    digests "$tmp/list" | awk '{ n = $2; sub(/.*\//, "", n); print n, $1 }' >"$tmp/$1"
    rm -rf "$tmp/pre"; mkdir "$tmp/pre"
}
parse() { # one table of all proofs: number, word, rest
    n=0
    while read -r file; do
        n=$((n + 1))
        awk -v n="$n" -v file="$file" 'NR == 1 { if ($0 != "muniment-proof 1") print n, "broken x"; print n, "file", file; next } { print n, $0 }' "$file"
    done <"$tmp/proofs"
}
parse >"$tmp/table"
value() { awk -v word="$1" '$2 == word { n = $1; sub(/^[0-9]+ [^ ]+ ?/, ""); print n "\t" $0 }' "$tmp/table"; }

# the file each proof speaks of is the one that was sealed
awk '$2 == "path" || $2 == "sha256" || $2 == "size" || $2 == "file" || $2 == "id" || $2 == "version" || $2 == "broken" {
        w = $2; n = $1; sub(/^[0-9]+ [^ ]+ ?/, ""); v[n, w] = $0; if (n > most) most = n }
     END { for (i = 1; i <= most; i++) print i "\t" v[i, "path"] "\t" v[i, "sha256"] "\t" v[i, "size"] "\t" v[i, "file"] "\t" v[i, "id"] "\t" v[i, "version"] "\t" v[i, "broken"] }' \
    "$tmp/table" >"$tmp/subjects"
cut -f 2 "$tmp/subjects" | sort -u | while read -r p; do
    [ -f "$p" ] && printf '%s\t%s\n' "$(wc -c <"$p" | tr -d ' ')" "$p"
done >"$tmp/sizes"
awk -F '\t' -v found="$tmp/found" -v sizes="$tmp/sizes" '
    BEGIN { while ((getline line < found) > 0) { t = index(line, "\t"); d[substr(line, t + 1)] = substr(line, 1, t - 1) }
            while ((getline line < sizes) > 0) { t = index(line, "\t"); s[substr(line, t + 1)] = substr(line, 1, t - 1) } }
    { why = ""
      if ($8 != "") why = "it is not a proof of a known version"
      else if (!($2 in d)) why = "the file it proves is missing"
      else if (d[$2] != $3 || s[$2] != $4) why = "the file is not the one that was sealed"
      else if ($2 ~ /^data\/nouns\// && $2 != "data/nouns/" $6 ".v" $7 ".json") why = "the proof speaks of another noun"
      if (why != "") print $1 "\t" ($2 == "" ? $5 : $2) "\t" why }' "$tmp/subjects" >"$tmp/wrong"

# emit: a shell script that writes preimages; hex becomes octal escapes for printf
octal='
    function esc(hex,   i, out) { out = ""; for (i = 1; i < length(hex); i += 2) out = out sprintf("\\%03o", (index(H, substr(hex, i, 1)) - 1) * 16 + index(H, substr(hex, i + 1, 1)) - 1); return out }
    BEGIN { H = "0123456789abcdef" }'
awk -v pre="$tmp/pre" '
    { n = $1; w = $2; sub(/^[0-9]+ [^ ]+ ?/, ""); v[n, w] = $0; if (n > most) most = n }
    END { for (i = 1; i <= most; i++) { f = pre "/" i; printf "muniment/object/1\n%s\n%s\n%s\n", v[i, "nonce"], v[i, "sha256"], v[i, "size"] > f; close(f) } }' "$tmp/table"
hash_all object
awk -v pre="$tmp/pre" -v objects="$tmp/object" "$octal"'
    BEGIN { while ((getline line < objects) > 0) { split(line, a, " "); o[a[1]] = a[2] } }
    { n = $1; w = $2; sub(/^[0-9]+ [^ ]+ ?/, ""); v[n, w] = $0; if (n > most) most = n }
    function safe(x) { gsub(/[^a-z0-9-]/, "?", x); return x }
    END { for (i = 1; i <= most; i++) printf "printf %c\\000muniment/effect/1\\n%s\\n%s\\n%s\\n%c >%s/%d\n", 39, safe(v[i, "id"]), safe(v[i, "version"]), safe(o[i]), 39, pre, i }' "$tmp/table" >"$tmp/script"
. "$tmp/script"
hash_all effect
# climb WORD INDEX SIZE START OUT: from the hashes in START along the steps of WORD to the roots in OUT
climb() {
    awk -v word="$1" -v index_word="$2" -v size_word="$3" '
        { n = $1; w = $2; sub(/^[0-9]+ [^ ]+ ?/, "")
          if (w == word) { k[n]++; step[n, k[n]] = $0 } else if (w == index_word) at[n] = $0 + 0; else if (w == size_word) size[n] = $0 + 0
          if (n > most) most = n }
        END { for (i = 1; i <= most; i++) {
                a = at[i]; last = size[i] - 1; bad = (a < 0 || a > last)
                for (j = 1; j <= k[i] && !bad; j++) {
                    if (last == 0) { bad = 1; break }
                    if (a % 2 == 1 || a == last) { d = "L"; while (a % 2 == 0 && a > 0) { a = int(a / 2); last = int(last / 2) } } else d = "R"
                    print i, j, d, step[i, j]; a = int(a / 2); last = int(last / 2) }
                if (bad || last != 0) print i, 0, "X", "x" } }' "$tmp/table" >"$tmp/steps"
    cp "$tmp/$4" "$tmp/now"
    most=$(awk '$2 > m { m = $2 } END { print m + 0 }' "$tmp/steps")
    level=1
    while [ "$level" -le "$most" ]; do
        awk -v level="$level" -v now="$tmp/now" -v pre="$tmp/pre" "$octal"'
            BEGIN { while ((getline line < now) > 0) { split(line, a, " "); c[a[1]] = a[2] } }
            $2 == level { b = ($3 == "L") ? $4 c[$1] : c[$1] $4; if (b ~ /[^0-9a-f]/ || length(b) != 128) next
                printf "printf %c\\001%s%c >%s/%d\n", 39, esc(b), 39, pre, $1 }' "$tmp/steps" >"$tmp/script"
        . "$tmp/script"
        hash_all risen
        awk 'NR == FNR { c[$1] = $2; next } { print $1, ($1 in c) ? c[$1] : $2 }' "$tmp/risen" "$tmp/now" >"$tmp/next"
        mv "$tmp/next" "$tmp/now"
        level=$((level + 1))
    done
    awk 'NR == FNR { if ($3 == "X") x[$1] = 1; next } { print $1, ($1 in x) ? "none" : $2 }' "$tmp/steps" "$tmp/now" >"$tmp/$5"
}
climb effect-path effect-index effect-count effect effects
# fields, entry and leaf, once for each proof
awk -v pre="$tmp/pre" '
    $2 == "open" && $3 ~ /^[a-z]+$/ { n = $1; name = $3; nonce = $4; sub(/^[0-9]+ open [^ ]+ [^ ]+ ?/, ""); f = pre "/" n "." name
                   printf "muniment/field/1\n%s\n%s\n%s\n", nonce, name, $0 > f; close(f) }' "$tmp/table"
hash_all fields
{ awk '{ split($1, a, "."); print a[1], a[2], $2 }' "$tmp/fields"; awk '$2 == "closed" { print $1, $3, $4 }' "$tmp/table"; } |
    sort -k 1,1n -k 2,2 >"$tmp/entry-lines"
awk -v pre="$tmp/pre" '
    { if ($1 != n) { if (n) close(f); n = $1; f = pre "/" n; printf "muniment/entry/1\n" > f } printf "%s %s\n", $2, $3 > f }' "$tmp/entry-lines"
hash_all entry
awk -v pre="$tmp/pre" "$octal"'{ printf "printf %c\\000\\001%s%c >%s/%d\n", 39, esc($2), 39, pre, $1 }' "$tmp/entry" >"$tmp/script"
. "$tmp/script"
hash_all leaf
climb log-path leaf-index tree-size leaf roots
awk -F '\t' -v effects="$tmp/effects" -v roots="$tmp/roots" -v table="$tmp/table" -v size="$head_size" -v root="$head_root" '
    BEGIN { while ((getline line < effects) > 0) { split(line, a, " "); e[a[1]] = a[2] }
            while ((getline line < roots) > 0) { split(line, a, " "); r[a[1]] = a[2] }
            while ((getline line < table) > 0) { split(line, a, " ")
                if (a[2] == "open" && a[3] == "effects") opened[a[1]] = a[5] " " a[6]
                if (a[2] == "effect-count") counted[a[1]] = a[3]
                if (a[2] == "tree-size") tree[a[1]] = a[3] } }
    { p = $2 == "" ? $5 : $2
      if (opened[$1] != counted[$1] " " e[$1]) print $1 "\t" p "\tit is not among the effects of its ledger entry"
      else if (r[$1] != root || tree[$1] != size) print $1 "\t" p "\tits ledger entry is not under the signed head" }' "$tmp/subjects" >>"$tmp/wrong"
sort -u -t "$(printf '\t')" -k 1,1n "$tmp/wrong" >"$tmp/wrong1"
while IFS="$(printf '\t')" read -r _ path why; do fail proofs "$path" "$why"; done <"$tmp/wrong1"
{ cut -f 2 "$tmp/subjects"; } | sort -u >"$tmp/proved"
{ grep '^data/nouns/' "$tmp/present"; echo package.json; } | sort >"$tmp/needed"
comm -23 "$tmp/needed" "$tmp/proved" >"$tmp/unproved"
while read -r path; do fail proofs "$path" "no proof in this package"; done <"$tmp/unproved"
pass proofs

# --- 5: bytes ---------------------------------------------------------------------------------------------------------
grep '^data/files/' "$tmp/present" >"$tmp/files"
while read -r path; do
    id=$(basename "$path"); id=${id%%.*}
    digest=$(awk -F '\t' -v p="$path" '$2 == p { print $1 }' "$tmp/found")
    cat "data/nouns/$id".v*.json 2>/dev/null | grep -q "\"sha256\":\"$digest\"" || fail bytes "$path" "no sealed noun names these bytes: $digest"
done <"$tmp/files"
pass bytes

declared=$(sed -n 's/^Muniment-Proofs: //p' bag-info.txt 2>/dev/null)
for name in $(printf '%s' "$declared" | tr -d ','); do
    case "$name" in
        files | ledger) ;;
        custody | claims) printf 'by verify.py %s\n' "$name" ;;
        *) printf 'not checked  %s: this verifier cannot check it\n' "$name"; unchecked=$((unchecked + 1)) ;;
    esac
done
echo
echo "This does not prove that a document is true, who wrote it, or that keys/log.pem belongs to the archive it names."
if [ "$failed" -gt 0 ]; then echo "failed: $failed"; exit 1; fi
if [ "$unchecked" -gt 0 ]; then echo "nothing failed, $unchecked not checked"; exit 4; fi
echo "passed: $count proofs"
