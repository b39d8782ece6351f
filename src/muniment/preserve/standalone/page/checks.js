// Steps 1 to 6 of verify.py (and the order of all), in the same order, with the same grammar and the same refusals.

const LISTS = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"];
const UNLISTED = ["checkpoint", "package-files.txt", "package.json", "manifest-sha256.txt", "tagmanifest-sha256.txt", "witnessed/consistency"];
const CHECKED = ["files", "ledger", "custody", "claims", "witnesses"];

class Report { // the checks in the order they ran; `expected` and `found` are a digest, or a key of the words with its values
  constructor() { this.checks = []; this.beside = []; } // beside: what this package does not declare, and nobody looked at
  add(what, verdict, where, expected, found) { this.checks.push({what, verdict, where, expected, found}); }
  failed(what, where, expected, found) { this.add(what, "failed", where, expected, found); }
  passed(what, found) { if (!this.checks.some(c => c.what === what && c.verdict === "failed")) this.add(what, "passed", null, null, found); }
  verdict() {
    const answers = new Set(this.checks.map(check => check.verdict));
    if (answers.has("failed") || !answers.size) return "failed";
    return answers.has("not_checked") ? "not_checked" : "passed";
  }
}

const hasControls = text => /[\x00-\x09\x0b-\x1f\x7f]/.test(text); // signs that no text of a package holds
const wholeLines = text => text.endsWith("\n") || !text ? text : text + "\n";
const linesOf = text => wholeLines(text).split("\n").slice(0, -1);

// --- 1, 2: lists of files ---

function listed(bag, report, what, names) { // manifests as one Map of path to digest; a line that is none, or a path twice, fails
  const wanted = new Map();
  for (const name of names) {
    linesOf(bag.text(name)).forEach((line, n) => {
      const match = /^([0-9a-f]{64})  ([^ ].*)$/s.exec(line);
      if (!match || wanted.has(match[2]) || hasControls(line)) report.failed(what, name, ["list_line"], ["line_other", {count: n + 1}]);
      else wanted.set(match[2], match[1]);
    });
  }
  return wanted;
}

function compare(bag, report, what, wanted) { // whether each file listed is there and has that digest
  for (const path of [...wanted.keys()].sort()) {
    if (!bag.has(path)) report.failed(what, path, wanted.get(path), ["missing"]);
    else if (bag.digest(path) !== wanted.get(path)) report.failed(what, path, wanted.get(path), bag.why(path));
  }
}

function checkFiles(bag, report) {
  for (const name of LISTS) if (!bag.has(name)) report.failed("files", name, ["present"], ["missing"]);
  const wanted = listed(bag, report, "files", LISTS.slice(2));
  compare(bag, report, "files", wanted);
  for (const name of bag.names) {
    if (!wanted.has(name) && name !== "tagmanifest-sha256.txt") report.failed("files", name, ["not_here"], ["added"]);
  }
  report.passed("files", ["files", {count: wanted.size}]);
}

function checkPackageList(bag, report) { // the list of files is the one that the sealed noun package.json names
  const what = "package list", noun = bag.text("package.json"), found = bag.digest("package-files.txt");
  if (!bag.has("package-files.txt") || !bag.has("package.json")) return report.failed(what, "package-files.txt", ["both_files"], ["missing"]);
  if (!noun.includes('"kind":"package"') || !noun.includes(`"files":"${found}"`)) report.failed(what, "package-files.txt", ["list_named"], found);
  const wanted = listed(bag, report, what, ["package-files.txt"]);
  compare(bag, report, what, wanted);
  for (const name of bag.names) {
    if (!wanted.has(name) && !UNLISTED.includes(name) && !/^(proofs\/[^/]*\.proof|timestamps\/[0-9]+\.consistency)$/s.test(name)) report.failed(what, name, ["not_in_list"], ["added"]);
  }
  return report.passed(what, ["files", {count: wanted.size}]);
}

// --- 3: the signed head ---

function keyOf(line, kind) { // name, key and id of a verifier key “name+id+base64” (C2SP signed note); null when it is none
  const match = /^([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(line);
  const blob = match ? bytesOf(atob(match[3])) : [];
  if (blob.length !== 33 || blob[0] !== kind || sha256Hex(`${match[1]}\n${textOf(blob)}`).slice(0, 8) !== match[2]) return null;
  return {name: match[1], key: blob.subarray(1), id: match[2]};
}

function publicKey(bag) { // the line people compare and the PEM that openssl reads must be one key
  const line = bag.text("keys/log.vkey"), log = line.endsWith("\n") ? keyOf(line.slice(0, -1), 1) : null;
  if (!log) throw new Problem("no_key");
  const pem = `-----BEGIN PUBLIC KEY-----\n${btoa(textOf(bytesOfHex("302a300506032b6570032100")) + textOf(log.key))}\n-----END PUBLIC KEY-----\n`;
  if (bag.text("keys/log.pem") !== pem) throw new Problem("two_keys");
  return log;
}

function parseCheckpoint(note) { // text, origin, size, root and signatures of a signed checkpoint
  const match = /^(([!-~]+)\n(0|[1-9][0-9]{0,14})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n((?:[^\n]+\n)+)$/.exec(note);
  if (!match || hasControls(note)) throw new Problem("no_checkpoint");
  const signatures = linesOf(match[5]).map(line => {
    const parts = /^\xe2\x80\x94 ([^ +]+) ([A-Za-z0-9+/]{6,}={0,2})$/.exec(line);
    if (!parts || parts[2].length % 4) throw new Problem("no_signature_line");
    const blob = bytesOf(atob(parts[2]));
    return {name: parts[1], id: hexOf(blob.subarray(0, 4)), bytes: blob.subarray(4)};
  });
  return {text: match[1], origin: match[2], size: Number(match[3]), root: hexOf(bytesOf(atob(match[4]))), signatures};
}

function isSigned(head, log) { // whether every signature by the log's key fits, and there is one
  const mine = head.signatures.filter(one => one.name === log.name && one.id === log.id);
  return mine.length > 0 && mine.every(one => ed25519(log.key, bytesOf(head.text), one.bytes));
}

function checkHead(bag, report) { // the head with its size and root, or null when there is no sound one
  const what = "checkpoint signature";
  try {
    const log = publicKey(bag), head = parseCheckpoint(wholeLines(bag.text("checkpoint")));
    if (head.origin !== log.name || !bag.text("bag-info.txt").split("\n").includes(`Muniment-Archive: ${log.name}`)) throw new Problem("other_archive");
    if (!isSigned(head, log)) throw new Problem("no_signature");
    report.passed(what, ["head", {origin: log.name, count: head.size}]);
    return head;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    report.failed(what, "checkpoint", ["head_wanted"], [problem.key]);
    return null;
  }
}

// --- 4: proofs ---

const HEX = "[0-9a-f]{64}", NUMBER = "(?:0|[1-9][0-9]{0,14})", FIELDS = ["actor", "at", "clock", "effects", "reason", "type"];
const GRAMMAR = new RegExp("^muniment-proof 1\npath (?<path>data/nouns/[a-z0-9.-]+|package[.]json)\nid (?<id>[a-z]{2}-[0-9a-f]{32})\n" +
  `version (?<version>${NUMBER})\nform (?<form>whole|shown)\nsha256 (?<sha256>${HEX})\nsize (?<size>${NUMBER})\nnonce (?<nonce>${HEX})\n` +
  `other (?<other>${HEX}|-)\neffect-index (?<effectIndex>${NUMBER})\neffect-count (?<effectCount>${NUMBER})\n` +
  `(?<effectPath>(?:effect-path ${HEX}\n)*)` +
  `(?<fields>${FIELDS.map(name => `(?:open ${name} ${HEX} [^\n]*|closed ${name} ${HEX})\n`).join("")})` +
  `leaf-index (?<leafIndex>${NUMBER})\ntree-size (?<treeSize>${NUMBER})\n(?<logPath>(?:log-path ${HEX}\n)*)$`);

const leafHash = text => sha256(bytesOf("\0" + text));
const nodeHash = (left, right) => new Sha256().add(Uint8Array.of(1)).add(left).add(right).bytes();

function climb(leaf, index, size, path) { // the root an audit path leads to (RFC 9162, 2.1.3.2); null when it does not fit the tree
  if (index >= size) return null;
  let here = leaf, last = size - 1, at = index; // halved by division: a shift would cut numbers to 32 bits
  for (const line of linesOf(path)) {
    const step = bytesOfHex(line.split(" ")[1]);
    if (last === 0) return null;
    if (at % 2 || at === last) {
      here = nodeHash(step, here);
      for (; at % 2 === 0 && at; last = Math.floor(last / 2)) at /= 2;
    } else here = nodeHash(here, step);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? hexOf(here) : null;
}

function fieldsOf(lines) { // name, commitment and, where it is open, value of each field of a ledger entry
  return linesOf(lines).map(line => {
    const [, how, name, rest] = /^(open|closed) ([a-z]+) (.*)$/s.exec(line);
    if (how === "closed") return {name, commitment: rest};
    const value = rest.slice(65);
    return {name, value, commitment: sha256Hex(`muniment/field/1\n${rest.slice(0, 64)}\n${name}\n${value}\n`)};
  });
}

function checkProof(bag, name, head) { // [path, why not], without a reason when the proof holds
  const text = bag.text(name), match = GRAMMAR.exec(wholeLines(text));
  if (!match || hasControls(text)) return [name, "no_proof"];
  const p = match.groups, path = p.path, isPackage = p.id.startsWith("pk-");
  if (name !== (path === "package.json" ? "proofs/package.proof" : `proofs/${path.slice(11, -5)}.proof`)) return [name, "proof_of_other"];
  if (path !== (isPackage ? "package.json" : `data/nouns/${p.id}.v${p.version}.json`)) return [path, "proof_other_noun"];
  if (!bag.has(path)) return [path, "proved_missing"];
  if (bag.digest(path) !== p.sha256 || bag.text(path).length !== Number(p.size)) return [path, "not_sealed_file"];
  const here = sha256Hex(`muniment/${p.form === "whole" ? "object" : "shown"}/1\n${p.nonce}\n${p.sha256}\n${p.size}\n`);
  const [whole, shown] = p.form === "whole" ? [here, p.other] : [p.other, here];
  const effect = leafHash(`muniment/effect/1\n${p.id}\n${p.version}\n${whole}\n${shown}\n`);
  const effects = climb(effect, Number(p.effectIndex), Number(p.effectCount), p.effectPath), fields = fieldsOf(p.fields);
  if (effects === null || fields.find(field => field.name === "effects").value !== `${p.effectCount} ${effects}`) return [path, "not_among_effects"];
  const entry = sha256(bytesOf("muniment/entry/1\n" + fields.map(field => `${field.name} ${field.commitment}\n`).join("")));
  const root = climb(leafHash("\x01" + textOf(entry)), Number(p.leafIndex), Number(p.treeSize), p.logPath);
  if (root === null || !head || Number(p.treeSize) !== head.size || root !== head.root) return [path, "not_under_head"];
  return [path, null];
}

function checkProofs(bag, report, head) { // also that everything that must be proved is
  const proofs = bag.below("proofs/").filter(name => name.endsWith(".proof"));
  for (const name of proofs) {
    const [path, why] = checkProof(bag, name, head);
    if (why) report.failed("proofs", path, ["path_to_head"], [why]);
  }
  for (const name of [...bag.below("data/nouns/"), "package.json"]) {
    const proof = name === "package.json" ? "proofs/package.proof" : `proofs/${name.slice(11, -5)}.proof`;
    if (!bag.has(proof)) report.failed("proofs", name, ["a_proof"], ["none_here"]);
  }
  report.passed("proofs", ["proofs", {count: proofs.length}]);
}

// --- 5, 6: bytes and custody. A noun is canonical JSON: no string in it holds a bare quotation mark, so a member is looked for as it is. ---

const itemOf = name => name.slice("data/files/".length).split(".")[0];

function checkBytes(bag, report) {
  const items = bag.below("data/files/"), letters = bag.below("data/letters/");
  const hold = (prefix, ...members) => bag.below(prefix).some(noun => members.every(member => bag.text(noun).includes(member)));
  for (const name of items) {
    if (!hold(`data/nouns/${itemOf(name)}.v`, '"kind":"evidence"', `"sha256":"${bag.digest(name)}"`))
      report.failed("bytes", name, ["bytes_named"], bag.why(name));
  }
  for (const name of letters) {
    if (!hold("data/nouns/su-", `["${name.slice("data/letters/".length)}","${bag.digest(name)}"]`))
      report.failed("bytes", name, ["letter_named"], bag.why(name));
  }
  report.passed("bytes", ["files", {count: items.length + letters.length}]);
}

function gap(bag, name) { // what is wrong with a chain of custody: each line a sealed and proved event that follows the one before
  const text = bag.text(name), member = (key, line) => (new RegExp(`"${key}":"?(cu-[0-9a-f]{32}|null)`).exec(line) || [])[1];
  if (!text.endsWith("\n")) return ["chain_torn"];
  let before = "null";
  for (const line of linesOf(text)) {
    const id = member("id", line), previous = member("previous", line), noun = `data/nouns/${id}.v1.json`;
    const item = /"evidence":"(ev-[0-9a-f]{32})"/.exec(line);
    if (!id || !previous || !bag.has(noun) || bag.text(noun) !== line) return ["link_unproved"];
    if (previous !== before || !item || name !== `custody/${item[1]}.jsonl`) return ["link_gap", {id}];
    before = id;
  }
  return null;
}

function checkCustody(bag, report) {
  for (const name of bag.below("custody/")) {
    const why = gap(bag, name);
    if (why) report.failed("custody", name, ["chain_wanted"], why);
  }
  for (const name of bag.below("data/files/")) {
    if (!bag.has(`custody/${itemOf(name)}.jsonl`)) report.failed("custody", name, ["a_chain"], ["none_here"]);
  }
  report.passed("custody", ["chains", {count: bag.below("custody/").length}]);
}

// What bag-info.txt declares beyond these steps: said, never passed over.
function checkDeclared(bag, report) {
  const says = "Muniment-Proofs: ", declared = linesOf(bag.text("bag-info.txt")).find(line => line.startsWith(says));
  for (const name of declared ? declared.slice(says.length).split(", ") : []) {
    if (!CHECKED.includes(name)) report.add(name, "not_checked", "bag-info.txt", null, [name === "timestamps" ? "no_stamps" : "cannot_check"]);
  }
}

async function examined(bag, told) { // all steps; one that meets damage names it and the others still run
  const report = new Report();
  await bag.container(report);
  await bag.load(told);
  checkFiles(bag, report);
  checkPackageList(bag, report);
  const head = checkHead(bag, report);
  checkProofs(bag, report, head);
  checkBytes(bag, report);
  checkCustody(bag, report);
  checkWitnesses(bag, report, head);
  checkMeaning(bag, report);
  checkDeclared(bag, report);
  return report;
}
