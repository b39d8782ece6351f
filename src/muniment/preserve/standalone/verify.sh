#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Check an unpacked Muniment package with POSIX sh, awk and openssl >= 3. Usage: sh verify.sh [DIR]
#
#  1 every file is listed and unchanged, and none was added      4 each proof leads from its file to the signed head
#  2 the files are those of the list that package.json names     5 bytes and letters are those that sealed nouns name
#  3 the head is signed by the key in keys/ (Ed25519)            6 no link of a chain of custody is missing or unproved
# 10 time authorities stamped earlier heads (RFC 3161), and the ledger still begins with those
# The same questions in the same words as verify.py, which must come to the same answers; what claims.jsonld and the sentences of
# letters say is compared by verify.py alone.
# Exit: 0 all passed, 1 something failed, 2 usage, 4 nothing failed but a declared check could not run.
set -u
LC_ALL=C
export LC_ALL
unset CDPATH
case "${1:-}" in -*) sed -n '3,11p' "$0"; exit 2 ;; esac
dir=${1:-$(dirname "$0")}
cd "$dir" 2>/dev/null || { echo "There is no folder $dir." >&2; exit 2; }
command -v openssl >/dev/null 2>&1 || { echo "not checked  everything: openssl is not here"; exit 4; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' INT TERM HUP
tab=$(printf '\t')
failed=0
unchecked=0
: >"$tmp/bad"

fail() { # what where why
    printf 'FAILED       %s  %s\n             %s\n' "$1" "$2" "$3"
    failed=$((failed + 1))
    printf '%s\n' "$1" >>"$tmp/bad"
}
fail_all() { # what, file of "where<TAB>why"
    while IFS="$tab" read -r where why; do fail "$1" "$where" "$why"; done <"$2"
}
pass() { # what, unless it failed somewhere
    grep -qx "$1" "$tmp/bad" || printf 'passed       %s\n' "$1"
}
# digests LIST: "digest<TAB>path" for the paths in a file, one openssl for many. A path never stands bare on a command line: a
# file may be called -out.
digests() {
    [ -s "$1" ] || return 0
    sed 's|^[^/]|./&|' "$1" | tr '\n' '\0' | xargs -0 openssl dgst -sha256 -r 2>/dev/null |
        awk '{ d = $1; sub(/^[0-9a-f]* [* ]/, ""); sub(/^\.\//, ""); print d "\t" $0 }'
}
has_controls() { # signs that no text of a package holds
    [ "$(tr -d '\n\040-\176\200-\377' <"$1" 2>/dev/null | wc -c)" -ne 0 ]
}
digest_of() { awk -F '\t' -v p="$1" '$2 == p { print $1; exit }' "$tmp/found"; }

# --- 1, 2: lists ------------------------------------------------------------------------------------------------------
for name in bagit.txt bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt; do
    [ -f "$name" ] || fail files "$name" "missing"
done
find . ! -type f ! -type d | sed 's|^\./||' | sort >"$tmp/odd"
while IFS= read -r path; do fail files "$path" "not a plain file"; done <"$tmp/odd"
find . -type f | sed 's|^\./||' | sort >"$tmp/present"
digests "$tmp/present" >"$tmp/found"

compare() { # what LIST...: lines that are none, files missing or changed; the paths listed go to $tmp/names
    what=$1
    shift
    : >"$tmp/names"
    for list; do
        if [ -f "$list" ]; then
            if has_controls "$list"; then fail "$what" "$list" "a line holds signs that no list holds"; fi
        else
            continue
        fi
        awk -v list="$list" -v names="$tmp/names" '
            BEGIN { while ((getline line < names) > 0) seen[line] = 1; close(names) }
            { p = substr($0, 67)
              if (substr($0, 1, 64) ~ /[^0-9a-f]/ || substr($0, 65, 2) != "  " || p == "" || p ~ /^ / || p in seen)
                  print list "\tline " NR " is not digest, two spaces, path, or names a path twice"
              else { seen[p] = 1; print p >>names; print substr($0, 1, 64) "\t" p >>(names ".want") } }' "$list" >"$tmp/lines"
        fail_all "$what" "$tmp/lines"
    done
    touch "$tmp/names.want"
    awk -F '\t' -v found="$tmp/found" '
        BEGIN { while ((getline line < found) > 0) { t = index(line, "\t"); have[substr(line, t + 1)] = substr(line, 1, t - 1) } }
        { if (!($2 in have)) print $2 "\texpected " $1 ", missing"
          else if (have[$2] != $1) print $2 "\texpected " $1 ", found " have[$2] }' "$tmp/names.want" | sort >"$tmp/differs"
    rm -f "$tmp/names.want"
    fail_all "$what" "$tmp/differs"
    sort "$tmp/names" >"$tmp/listed"
}
compare files manifest-sha256.txt tagmanifest-sha256.txt
comm -23 "$tmp/present" "$tmp/listed" | grep -vx 'tagmanifest-sha256\.txt' >"$tmp/added"
while IFS= read -r path; do fail files "$path" "added: not in this package"; done <"$tmp/added"
pass files
if [ -s "$tmp/odd" ]; then # a link would be followed out of the package by everything below
    echo "not checked  everything else: links, devices and pipes are not read"
    echo "failed: $failed"
    exit 1
fi
if [ -f package-files.txt ] && [ -f package.json ]; then
    listed=$(digest_of package-files.txt)
    grep -qF '"kind":"package"' package.json && grep -qF "\"files\":\"$listed\"" package.json ||
        fail "package list" package-files.txt "package.json names another list than $listed"
    compare "package list" package-files.txt
    comm -23 "$tmp/present" "$tmp/listed" |
        grep -vxE 'checkpoint|package-files\.txt|package\.json|manifest-sha256\.txt|tagmanifest-sha256\.txt|proofs/[^/]*\.proof|timestamps/[0-9]+\.consistency' >"$tmp/added"
    while IFS= read -r path; do fail "package list" "$path" "added: not in the list"; done <"$tmp/added"
else
    fail "package list" package-files.txt "it or package.json is missing"
fi
pass "package list"

# --- 3: the signed head -----------------------------------------------------------------------------------------------
head_size=none
head_root=none
key_name=
key_id=
read_key() { # keys/log.vkey, and that keys/log.pem is the same key
    IFS= read -r line <keys/log.vkey || return 1
    printf '%s\n' "$line" | cmp -s - keys/log.vkey || return 1
    key_name=${line%%+*}
    rest=${line#*+}
    key_id=${rest%%+*}
    blob=${rest#*+}
    printf '%s\n' "$key_name" | grep -q '^[!-*,-~][!-*,-~]*$' || return 1
    case "$key_id" in *[!0-9a-f]*) return 1 ;; esac
    case "$blob" in *[!A-Za-z0-9+/]*) return 1 ;; esac
    [ ${#key_id} -eq 8 ] && [ ${#blob} -eq 44 ] || return 1
    printf '%s\n' "$blob" | openssl base64 -d -A >"$tmp/key" 2>/dev/null
    [ "$(od -An -v -tx1 "$tmp/key" | tr -d ' \n' | cut -c 1-2)" = 01 ] || return 1
    [ "$({ printf '%s\n' "$key_name"; cat "$tmp/key"; } | openssl dgst -sha256 -r | cut -c 1-8)" = "$key_id" ] || return 1
    { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c +2 "$tmp/key"; } >"$tmp/der"
    { echo "-----BEGIN PUBLIC KEY-----"; openssl base64 -A <"$tmp/der"; echo; echo "-----END PUBLIC KEY-----"; } | cmp -s - keys/log.pem
}
read_checkpoint() { # FILE TEXT SIGNATURES: the text of a checkpoint, and its signatures as "name blob"
    [ -f "$1" ] || return 1
    if has_controls "$1"; then return 1; fi
    : >"$2"
    : >"$3"
    awk -v text="$2" -v signatures="$3" '
        gap { b = $3
              if ($0 !~ /^— [^ +]+ [A-Za-z0-9+\/]+=*$/ || length(b) % 4 || length(b) < 8 || b ~ /===$/) bad = 1
              print $2, b >signatures; n++; next }
        $0 == "" { gap = 1; next }
        NR == 1 && $0 !~ /^[!-~]+$/ { bad = 1 }
        NR == 2 && ($0 !~ /^(0|[1-9][0-9]*)$/ || length($0) > 15) { bad = 1 }
        NR == 3 && ($0 !~ /^[A-Za-z0-9+\/]+=$/ || length($0) != 44) { bad = 1 }
        { print >text; lines++ }
        END { exit (bad || lines < 3 || n < 1) }' "$1"
}
signed() { # TEXT SIGNATURES: whether every signature by the log's key fits, and there is one
    good=no
    while read -r name blob; do
        printf '%s\n' "$blob" | openssl base64 -d -A >"$tmp/signature" 2>/dev/null
        [ "$name" = "$key_name" ] && [ "$(od -An -v -tx1 "$tmp/signature" | tr -d ' \n' | cut -c 1-8)" = "$key_id" ] || continue
        tail -c +5 "$tmp/signature" >"$tmp/raw"
        openssl pkeyutl -verify -pubin -inkey keys/log.pem -rawin -in "$1" -sigfile "$tmp/raw" >/dev/null 2>&1 || return 1
        good=yes
    done <"$2"
    [ "$good" = yes ]
}
is_new=$(openssl version | awk '{ split($2, v, "."); print ($1 == "OpenSSL" && v[1] >= 3) ? "yes" : "no" }')
check_head() {
    what="checkpoint signature"
    [ -f keys/log.vkey ] && [ -f keys/log.pem ] && read_key || { fail "$what" checkpoint "keys/log.vkey and keys/log.pem are not one Ed25519 key"; return; }
    read_checkpoint checkpoint "$tmp/text" "$tmp/signatures" || { fail "$what" checkpoint "it is not origin, size, root, an empty line and signatures"; return; }
    origin=$(sed -n 1p "$tmp/text")
    [ "$origin" = "$key_name" ] && grep -qxF "Muniment-Archive: $origin" bag-info.txt 2>/dev/null ||
        { fail "$what" checkpoint "the checkpoint, the key and bag-info.txt name different archives"; return; }
    if [ "$is_new" = no ]; then
        printf 'not checked  %s: this needs OpenSSL 3 or newer\n' "$what"
        unchecked=$((unchecked + 1))
    else
        signed "$tmp/text" "$tmp/signatures" || { fail "$what" checkpoint "no signature by the key of keys/log.pem fits, or one does not"; return; }
        pass "$what"
    fi
    head_size=$(sed -n 2p "$tmp/text")
    head_root=$(sed -n 3p "$tmp/text" | openssl base64 -d -A 2>/dev/null | od -An -v -tx1 | tr -d ' \n')
}
check_head

# --- 4: proofs --------------------------------------------------------------------------------------------------------
# Preimages of all proofs are written side by side, so that one openssl hashes a whole step of all of them.
grep '^proofs/.*\.proof$' "$tmp/present" >"$tmp/proofs"
count=$(wc -l <"$tmp/proofs" | tr -d ' ')
mkdir "$tmp/pre"
# hash_all TAG: digests of $tmp/pre/* into $tmp/TAG as "number digest", then empties the folder
hash_all() {
    ls "$tmp/pre" | sed "s|^|$tmp/pre/|" >"$tmp/list"
    digests "$tmp/list" | awk '{ n = $2; sub(/.*\//, "", n); print n, $1 }' >"$tmp/$1"
    rm -rf "$tmp/pre"
    mkdir "$tmp/pre"
}
: >"$tmp/controls"
while IFS= read -r file; do cat "./$file"; done <"$tmp/proofs" >"$tmp/all"
if has_controls "$tmp/all"; then
    while IFS= read -r file; do if has_controls "./$file"; then printf '%s\n' "$file"; fi; done <"$tmp/proofs" >"$tmp/controls"
fi
# one table of all proofs that keep to the grammar: number, word, rest; the others to $tmp/wrong
: >"$tmp/wrong"
awk -v list="$tmp/proofs" -v controls="$tmp/controls" -v wrong="$tmp/wrong" '
    function hex(x) { return length(x) == 64 && x !~ /[^0-9a-f]/ }
    function num(x) { return length(x) < 16 && x ~ /^(0|[1-9][0-9]*)$/ }
    function fits(w, r) {
        if (w == "path") return r == "package.json" || r ~ /^data\/nouns\/[a-z0-9.-]+$/
        if (w == "id") return length(r) == 35 && r ~ /^[a-z][a-z]-[0-9a-f]+$/
        if (w == "form") return r == "whole" || r == "shown"
        if (w == "other") return r == "-" || hex(r)
        if (w == "sha256" || w == "nonce" || w == "effect-path" || w == "log-path") return hex(r)
        return num(r) }
    function field(line, name,   o, c) {
        o = "open " name " "; c = "closed " name " "
        if (index(line, c) == 1) return hex(substr(line, length(c) + 1))
        return index(line, o) == 1 && hex(substr(line, length(o) + 1, 64)) && substr(line, length(o) + 65, 1) == " " }
    function step(line,   w, s) {   # whether the line may stand here
        while (k <= last) {
            w = word[k]
            if (w ~ /^=/) { k++; return field(line, substr(w, 2)) }
            s = substr(w, length(w)) == "*"
            if (s) w = substr(w, 1, length(w) - 1)
            if (index(line, w " ") == 1) { if (!s) k++; return fits(w, substr(line, length(w) + 2)) }
            if (!s) return 0
            k++ }
        return 0 }
    BEGIN {
        last = split("path id version form sha256 size nonce other effect-index effect-count effect-path* =actor =at =clock" \
            " =effects =reason =type leaf-index tree-size log-path*", word, " ")
        while ((getline line < controls) > 0) spoiled[line] = 1
        while ((getline file < list) > 0) {
            n++; k = 1; rows = 0; ok = !(file in spoiled); table = ""; split("", v)
            while ((getline line < ("./" file)) > 0) {
                if (++rows == 1) { if (line != "muniment-proof 1") ok = 0; continue }
                if (!ok || !step(line)) { ok = 0; continue }
                t = index(line, " "); v[substr(line, 1, t - 1)] = substr(line, t + 1)
                table = table n " " line "\n" }
            close("./" file)
            if (!(k == last || k == last + 1)) ok = 0
            p = v["path"]; stem = p; sub(/^data\/nouns\//, "", stem); sub(/.....$/, "", stem)
            if (!ok) print n "\t" file "\tit is not a proof of a known version" >wrong
            else if (file != "proofs/" (p == "package.json" ? "package" : stem) ".proof")
                print n "\t" file "\tit proves " p ", which is not what its name says" >wrong
            else if (p != (substr(v["id"], 1, 3) == "pk-" ? "package.json" : "data/nouns/" v["id"] ".v" v["version"] ".json"))
                print n "\t" p "\tthe proof speaks of another noun than the name of the file" >wrong
            else printf "%s", table } }' >"$tmp/table"
# the file each proof speaks of is the one that was sealed
awk '$2 == "path" { print $3 }' "$tmp/table" | while IFS= read -r p; do
    [ -f "$p" ] && printf '%s\t%s\n' "$(wc -c <"$p" | tr -d ' ')" "$p"
done >"$tmp/sizes"
awk -v found="$tmp/found" -v sizes="$tmp/sizes" '
    BEGIN { while ((getline line < found) > 0) { t = index(line, "\t"); d[substr(line, t + 1)] = substr(line, 1, t - 1) }
            while ((getline line < sizes) > 0) { t = index(line, "\t"); s[substr(line, t + 1)] = substr(line, 1, t - 1) } }
    $2 == "path" { p = $3 }
    $2 == "sha256" { h = $3 }
    $2 == "size" { if (!(p in d)) print $1 "\t" p "\tthe file it proves is missing"
                   else if (d[p] != h || (s[p] "") != ($3 "")) print $1 "\t" p "\tthe file is not the one that was sealed" }' \
    "$tmp/table" >>"$tmp/wrong"

# printf scripts write what awk cannot: bytes. Only checked hex and ids get into them.
octal='
    function esc(hex,   i, out) { out = ""; for (i = 1; i < length(hex); i += 2) out = out sprintf("\\%03o", (index(H, substr(hex, i, 1)) - 1) * 16 + index(H, substr(hex, i + 1, 1)) - 1); return out }
    BEGIN { H = "0123456789abcdef" }'
awk -v pre="$tmp/pre" '
    $2 == "form" { word = $3 == "whole" ? "object" : "shown" }
    $2 == "sha256" { h = $3 }
    $2 == "size" { size = $3 }
    $2 == "nonce" { f = pre "/" $1; printf "muniment/%s/1\n%s\n%s\n%s\n", word, $3, h, size > f; close(f) }' "$tmp/table"
hash_all object
awk -v pre="$tmp/pre" -v objects="$tmp/object" '
    BEGIN { while ((getline line < objects) > 0) { split(line, a, " "); o[a[1]] = a[2] } }
    $2 == "id" { id = $3 }
    $2 == "version" { version = $3 }
    $2 == "form" { form = $3 }
    $2 == "other" { both = form == "whole" ? o[$1] "\\n" $3 : $3 "\\n" o[$1]
        printf "printf %c\\000muniment/effect/1\\n%s\\n%s\\n%s\\n%c >%s/%d\n", 39, id, version, both, 39, pre, $1 }' "$tmp/table" >"$tmp/script"
. "$tmp/script"
hash_all effect
# climb WORD INDEX SIZE START OUT: from the hashes in START along the steps of WORD to the roots in OUT
climb() {
    awk -v word="$1" -v index_word="$2" -v size_word="$3" '
        $2 == word { k[$1]++; step[$1, k[$1]] = $3 }
        $2 == index_word { at[$1] = $3 + 0 }
        $2 == size_word { size[$1] = $3 + 0 }
        END { for (i in at) {
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
        awk -v risen="$tmp/risen" 'BEGIN { while ((getline line < risen) > 0) { split(line, a, " "); c[a[1]] = a[2] } }
            { print $1, ($1 in c) ? c[$1] : $2 }' "$tmp/now" >"$tmp/next"
        mv "$tmp/next" "$tmp/now"
        level=$((level + 1))
    done
    awk -v steps="$tmp/steps" 'BEGIN { while ((getline line < steps) > 0) { split(line, a, " "); if (a[3] == "X") x[a[1]] = 1 } }
        { print $1, ($1 in x) ? "none" : $2 }' "$tmp/now" >"$tmp/$5"
}
climb effect-path effect-index effect-count effect effects
# fields, entry and leaf, once for each proof
awk -v pre="$tmp/pre" '
    $2 == "open" { n = $1; name = $3; nonce = $4; f = pre "/" n "." name; skip = length(n " open " name " ") + 66
                   printf "muniment/field/1\n%s\n%s\n%s\n", nonce, name, substr($0, skip) > f; close(f) }' "$tmp/table"
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
awk -v effects="$tmp/effects" -v roots="$tmp/roots" -v size="$head_size" -v root="$head_root" '
    BEGIN { while ((getline line < effects) > 0) { split(line, a, " "); e[a[1]] = a[2] }
            while ((getline line < roots) > 0) { split(line, a, " "); r[a[1]] = a[2] } }
    $2 == "path" { p[$1] = $3 }
    $2 == "effect-count" { counted = $3; opened = "" }
    $2 == "open" && $3 == "effects" { opened = substr($0, length($1 " open effects ") + 66) }
    $2 == "tree-size" { if (opened != counted " " e[$1]) print $1 "\t" p[$1] "\tit is not among the effects of its ledger entry"
                        else if (r[$1] != root || ($3 "") != (size "")) print $1 "\t" p[$1] "\tits ledger entry is not under the signed head" }' \
    "$tmp/table" >>"$tmp/wrong"
sort -u -t "$tab" -k 1,1n "$tmp/wrong" | cut -f 2- >"$tmp/wrong1"
fail_all proofs "$tmp/wrong1"
sed -e 's|^proofs/package\.proof$|package.json|' -e 's|^proofs/\(.*\)\.proof$|data/nouns/\1.json|' "$tmp/proofs" | sort >"$tmp/proved"
{ grep '^data/nouns/' "$tmp/present"; echo package.json; } | sort >"$tmp/needed"
comm -23 "$tmp/needed" "$tmp/proved" >"$tmp/unproved"
while IFS= read -r path; do fail proofs "$path" "no proof in this package"; done <"$tmp/unproved"
pass proofs

# --- 5: bytes ---------------------------------------------------------------------------------------------------------
grep '^data/files/' "$tmp/present" >"$tmp/files"
while IFS= read -r path; do
    id=${path#data/files/}
    id=${id%%.*}
    digest=$(digest_of "$path")
    named=no
    for noun in "data/nouns/$id".v*; do
        [ -f "$noun" ] && grep -qF '"kind":"evidence"' "$noun" && grep -qF "\"sha256\":\"$digest\"" "$noun" && named=yes
    done
    [ "$named" = yes ] || fail bytes "$path" "no sealed noun names these bytes: $digest"
    [ -f "custody/$id.jsonl" ] || printf '%s\n' "$path" >>"$tmp/uncustodied"
done <"$tmp/files"
grep '^data/letters/' "$tmp/present" >"$tmp/letters"
while IFS= read -r path; do
    cat data/nouns/su-* 2>/dev/null | grep -qF "[\"${path#data/letters/}\",\"$(digest_of "$path")\"]" ||
        fail bytes "$path" "no sealed letter names this file"
done <"$tmp/letters"
pass bytes

# --- 6: custody -------------------------------------------------------------------------------------------------------
links() { # the ids of the links in order, when each follows the one before and all are of this item; else nothing
    awk -v evidence="$1" '
        { if (!match($0, /"id":"cu-[0-9a-f]+"/)) bad = 1
          id = substr($0, RSTART + 6, RLENGTH - 7)
          before = n++ ? "\"" last "\"" : "null"
          if (length(id) != 35 || index($0, "\"previous\":" before) == 0 || index($0, "\"evidence\":\"" evidence "\"") == 0) bad = 1
          last = id; all = all id "\n" }
        END { if (!bad) printf "%s", all }' "$2"
}
grep '^custody/' "$tmp/present" >"$tmp/chains"
while IFS= read -r path; do
    evidence=${path#custody/}
    evidence=${evidence%.jsonl}
    links "$evidence" "./$path" >"$tmp/ids"
    while read -r id; do cat "data/nouns/$id.v1.json" 2>/dev/null; echo; done <"$tmp/ids" >"$tmp/chain"
    [ -s "$tmp/ids" ] && [ "$path" = "custody/$evidence.jsonl" ] && cmp -s "$tmp/chain" "./$path" ||
        fail custody "$path" "a link is missing, changed, or not sealed and proved here"
done <"$tmp/chains"
touch "$tmp/uncustodied"
while IFS= read -r path; do fail custody "$path" "no chain of custody in this package"; done <"$tmp/uncustodied"
pass custody

# --- consistency, 10: time stamps -------------------------------------------------------------------------------------
node() { # LEFT RIGHT, in hex: the hash of the two
    printf "$(awk -v h="01$1$2" "$octal"' BEGIN { printf "%s", esc(h) }' </dev/null)" | openssl dgst -sha256 -r | cut -c 1-64
}
begins() { # OLD SIZE ROOT, steps in $tmp/steps: the root of the tree of SIZE that keeps the tree of OLD (RFC 9162, 2.1.4.2)
    steps=$(wc -l <"$tmp/steps" | tr -d ' ')
    [ "$1" -gt 0 ] && [ "$1" -le "$2" ] || return 1
    if [ "$1" -eq "$2" ]; then [ "$steps" -eq 0 ] && printf '%s\n' "$3"; return; fi
    [ "$steps" -gt 0 ] || return 1
    at=$(($1 - 1))
    last=$(($2 - 1))
    { [ $(($1 & at)) -ne 0 ] || printf '%s\n' "$3"; cat "$tmp/steps"; } >"$tmp/climb"
    while [ $((at % 2)) -eq 1 ]; do at=$((at / 2)); last=$((last / 2)); done
    one=
    while read -r step; do
        if [ -z "$one" ]; then one=$step; two=$step; continue; fi
        [ "$last" -ne 0 ] || return 1
        if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
            one=$(node "$step" "$one")
            two=$(node "$step" "$two")
            while [ $((at % 2)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at / 2)); last=$((last / 2)); done
        else
            two=$(node "$two" "$step")
        fi
        at=$((at / 2))
        last=$((last / 2))
    done <"$tmp/climb"
    [ "$last" -eq 0 ] && [ "$one" = "$3" ] && printf '%s\n' "$two"
}
leads() { # FILE OLD: whether it is a proof from OLD to the head, and its steps to $tmp/steps
    [ -f "$1" ] && [ "$(tail -c 1 "$1" | od -An -v -tx1 | tr -d ' \n')" = 0a ] && awk -v old="$2" -v size="$head_size" '
        NR == 1 { if ($0 != "muniment-consistency 1") bad = 1; next }
        NR == 2 { if ($0 != "old " old) bad = 1; next }
        NR == 3 { if ($0 != "size " size) bad = 1; next }
        { if (length($0) != 69 || substr($0, 1, 5) != "path " || substr($0, 6) ~ /[^0-9a-f]/) bad = 1; print substr($0, 6) }
        END { exit (bad || NR < 3) }' "$1" >"$tmp/steps"
}
stamp_time() { # FILE: the time that a response names, in seconds since 1970
    OPENSSL_CONF=/dev/null openssl ts -reply -in "./$1" -text 2>/dev/null | awk '
        /^Time stamp: [A-Z][a-z][a-z] +[0-9]+ [0-9][0-9]:[0-9][0-9]:[0-9][0-9](\.[0-9]+)? [0-9][0-9][0-9][0-9] GMT$/ && !n++ {
            m = index("JanFebMarAprMayJunJulAugSepOctNovDec", $3); split($5, c, ":")
            y = $6; m = (m + 2) / 3; if (m <= 2) { y--; m += 12 }
            days = 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + $4 - 719469
            printf "%.0f\n", days * 86400 + c[1] * 3600 + c[2] * 60 + int(c[3]) }'
}
stamped_head() { # SIZE: whether its note is an earlier head of this ledger, signed by its key; else the reason
    note=timestamps/$1.note
    read_checkpoint "$note" "$tmp/stext" "$tmp/ssignatures" && [ "$(tail -c 1 "$note" | od -An -v -tx1 | tr -d ' \n')" = 0a ] ||
        { echo "it is not origin, size, root, an empty line and signatures"; return 1; }
    [ "$(sed -n 1p "$tmp/stext")" = "$key_name" ] && [ "$(sed -n 2p "$tmp/stext")" = "$1" ] && signed "$tmp/stext" "$tmp/ssignatures" ||
        { echo "the log itself did not sign it, or it is of another size"; return 1; }
    leads "timestamps/$1.consistency" "$1" || { echo "its .consistency does not lead from it to the head"; return 1; }
    old_root=$(sed -n 3p "$tmp/stext" | openssl base64 -d -A 2>/dev/null | od -An -v -tx1 | tr -d ' \n')
    [ "$1" -le "$head_size" ] && risen=$(begins "$1" "$head_size" "$old_root") && [ "$risen" = "$head_root" ] ||
        { echo "the head does not begin with it"; return 1; }
}
stamp_holds() { # SIZE CHAIN: whether a response holds over its head, and what it is laid over, at the time it names
    file=timestamps/$1.$2.tsr by=${2##*+} below=${2%+*}
    [ -f "keys/tsa-$by.pem" ] || return 1
    cat "timestamps/$1.note" >"$tmp/message" 2>/dev/null
    if [ "$below" != "$2" ]; then
        [ -f "timestamps/$1.$below.tsr" ] || return 1
        cat "timestamps/$1.$below.tsr" >>"$tmp/message"
    fi
    at=$(stamp_time "$file")
    [ -n "$at" ] || return 1
    set -- -CAfile "keys/tsa-$by.pem" -attime "$at"
    [ ! -s "keys/tsa-$by.chain.pem" ] || set -- "$@" -untrusted "keys/tsa-$by.chain.pem"
    OPENSSL_CONF=/dev/null openssl ts -verify -data "$tmp/message" -in "./$file" "$@" >/dev/null 2>&1
}
check_timestamps() {
    what=timestamps
    grep '^timestamps/' "$tmp/present" >"$tmp/stamps"
    if [ ! -s "$tmp/stamps" ]; then
        grep -qE '^Muniment-Proofs: (.*, )?timestamps(,|$)' bag-info.txt 2>/dev/null || return
    fi
    if [ "$head_size" = none ]; then
        echo "not checked  timestamps: there is no sound head to lead to"
        unchecked=$((unchecked + 1))
        return
    fi
    n='[a-z0-9][a-z0-9-]{0,31}'
    grep -vxE "timestamps/[1-9][0-9]{0,14}\.(note|consistency|$n([+]$n){0,5}\.tsr)" "$tmp/stamps" >"$tmp/strange"
    while IFS= read -r path; do fail "$what" "$path" "neither a note, nor a response, nor a proof"; done <"$tmp/strange"
    grep -xE "timestamps/[1-9][0-9]{0,14}\.(note|consistency|$n([+]$n){0,5}\.tsr)" "$tmp/stamps" |
        sed -e 's|^timestamps/||' -e 's|\.tsr$||' -e 's|\.note$||' -e 's|\.consistency$||' -e 's|\.| |' | sort -u >"$tmp/chains"
    grep -q ' ' "$tmp/chains" || fail "$what" timestamps/ "no time stamp in this package"
    cut -d ' ' -f 1 "$tmp/chains" | sort -un >"$tmp/stamped"
    while read -r size; do
        if [ "$is_new" = yes ]; then why=$(stamped_head "$size") || fail "$what" "timestamps/$size.note" "$why"; fi
        grep -q "^$size " "$tmp/chains" || fail "$what" "timestamps/$size.note" "no response over it in this package"
    done <"$tmp/stamped"
    if [ "$is_new" = no ]; then
        echo "not checked  timestamps: this needs OpenSSL 3 or newer"
        unchecked=$((unchecked + 1))
        return
    fi
    grep ' ' "$tmp/chains" >"$tmp/tokens"
    while read -r size chain; do
        stamp_holds "$size" "$chain" || fail "$what" "timestamps/$size.$chain.tsr" "no time stamp that holds over these bytes, under the root in keys/, at the time it names"
    done <"$tmp/tokens"
    pass "$what"
}
check_timestamps

echo "not asked    claims, sentences: verify.py compares them"
declared=$(sed -n 's/^Muniment-Proofs: //p' bag-info.txt 2>/dev/null)
for name in $(printf '%s' "$declared" | tr -cd 'a-z ,-' | tr -d ','); do
    case "$name" in
        files | ledger | custody | timestamps) ;;
        *) printf 'not checked  %s: this verifier cannot check it\n' "$name"; unchecked=$((unchecked + 1)) ;;
    esac
done
echo
echo "This does not prove that a document is true, who wrote it, that keys/log.vkey belongs to the archive it names and keys/tsa-*.pem to"
echo "time authorities, or that a verifier which came inside the package is honest: compare them with what you got from elsewhere."
if [ "$failed" -gt 0 ]; then echo "failed: $failed"; exit 1; fi
if [ "$unchecked" -gt 0 ]; then echo "nothing failed, $unchecked not checked"; exit 4; fi
echo "passed: $count proofs"
