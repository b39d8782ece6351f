// Step 9: as many witnesses as keys/policy.txt asks for cosigned an earlier head (C2SP tlog-cosignature, cosignature/v1), and the
// ledger still begins with it. A package of an archive without witnesses says nothing of them.

const VKEY = "[!-*,-~]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{44}";
const POLICY = new RegExp(`^log (?<log>${VKEY})\n(?<witnesses>(?:witness [a-z0-9][a-z0-9-]{0,30} ${VKEY}(?: https?://[!-~]+)?\n)+)` +
  "group witnesses (?<quorum>[1-9][0-9]?)(?<names>(?: [a-z0-9-]+)+)\nquorum witnesses\n$");
const CONSISTENCY = new RegExp(`^muniment-consistency 1\nold (?<old>${NUMBER})\nsize (?<size>${NUMBER})\n(?<path>(?:path ${HEX}\n)*)$`);
const LATEST = 2 ** 40; // seconds since 1970; a cosignature from later than that is none

function readPolicy(bag) { // how many must have cosigned, and the key of each witness
  const match = POLICY.exec(bag.text("keys/policy.txt"));
  if (!match || match.groups.log + "\n" !== bag.text("keys/log.vkey")) throw new Problem("no_policy");
  const witnesses = linesOf(match.groups.witnesses).map(line => {
    const [, own, vkey] = line.split(" "), key = keyOf(vkey, 4);
    if (!key) throw new Problem("witness_key", {name: own});
    return {...key, own};
  });
  const names = witnesses.map(one => one.own), quorum = Number(match.groups.quorum);
  if (match.groups.names.slice(1) !== names.join(" ") || quorum > names.length) throw new Problem("policy_others");
  if (new Set(names).size < names.length || new Set(witnesses.map(one => hexOf(one.key))).size < names.length) throw new Problem("policy_twice");
  return {quorum, witnesses};
}

function cosigned(head, witnesses) { // who cosigned, and when; a signature of one of them that does not fit is a Problem
  const found = new Map();
  for (const {own, name, id, key} of witnesses) {
    for (const {bytes} of head.signatures.filter(one => one.name === name && one.id === id)) {
      const time = parseInt(hexOf(bytes.subarray(0, 8)), 16);
      if (!(time > 0 && time < LATEST) || !ed25519(key, bytesOf(`cosignature/v1\ntime ${time}\n${head.text}`), bytes.subarray(8)))
        throw new Problem("cosignature_bad", {name: own});
      found.set(own, Math.max(time, found.get(own) || 0));
    }
  }
  return found;
}

function begins(old, size, first, path) { // the root of the tree of `size` that keeps the tree of `old` (RFC 9162, 2.1.4.2), or null
  const steps = linesOf(path).map(line => bytesOfHex(line.slice(5)));
  if (!(old > 0 && old <= size) || (old === size) !== !steps.length) return null;
  if (old === size) return first;
  if (2 ** Math.round(Math.log2(old)) === old) steps.unshift(bytesOfHex(first));
  const half = number => Math.floor(number / 2);
  let at = old - 1, last = size - 1;
  for (; at % 2; last = half(last)) at = half(at);
  let one = steps[0], two = steps[0];
  for (const step of steps.slice(1)) {
    if (last === 0) return null;
    if (at % 2 || at === last) {
      [one, two] = [nodeHash(step, one), nodeHash(step, two)];
      for (; at % 2 === 0 && at; last = half(last)) at /= 2;
    } else two = nodeHash(two, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hexOf(one) === first ? hexOf(two) : null;
}

function checkWitnesses(bag, report, head) {
  const what = "witnesses", where = "witnessed/checkpoint", carried = bag.below("witnessed/").length > 0;
  const others = head ? head.signatures.filter(one => one.name !== head.origin).length : 0;
  if (!bag.has("keys/policy.txt") && !carried) {
    if (others) report.beside.push({what, found: ["beside_witnesses", {count: others}]});
    return;
  }
  if (!head) return report.add(what, "not_checked", where, null, ["no_head"]);
  try {
    const {quorum, witnesses} = readPolicy(bag);
    if (!carried) return report.add(what, "not_checked", where, null, ["none_cosigned"]);
    const seen = parseCheckpoint(bag.text(where)), log = publicKey(bag), way = CONSISTENCY.exec(bag.text("witnessed/consistency"));
    if (seen.origin !== log.name || !isSigned(seen, log)) throw new Problem("log_unsigned");
    const found = cosigned(seen, witnesses);
    if (!way || Number(way.groups.old) !== seen.size || Number(way.groups.size) !== head.size) throw new Problem("no_way");
    if (begins(seen.size, head.size, seen.root, way.groups.path) !== head.root) throw new Problem("not_begun");
    const who = [...found].sort().map(([own, time]) => `${own} ${utc(time)}`).join("; ");
    const told = ["cosigned", {found: found.size, needed: quorum, count: witnesses.length, entries: seen.size, who}];
    return found.size < quorum ? report.add(what, "not_checked", where, null, told) : report.passed(what, told);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return report.failed(what, where, ["witnesses_wanted"], [problem.key, problem.values]);
  }
}

function utc(seconds) { // a time of a witness
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? `${seconds} s` : time.toISOString().slice(0, 19) + "Z";
}
