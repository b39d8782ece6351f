// Steps 7 and 8 of verify.py, which read nouns as JSON: claims.jsonld says what the sealed claims say, and every sentence of a
// letter reaches a claim, its passage and sealed bytes. A member that is not there, or of another kind, stops both, and is said.

class Unreadable extends Error {}

function member(noun, name, kind) { // noun[name], which must be there and, where a kind is asked, of that kind
  if (noun === null || typeof noun !== "object" || Array.isArray(noun) || !Object.hasOwn(noun, name)) throw new Unreadable(name);
  const value = noun[name];
  if (kind === "list" ? !Array.isArray(value) : kind && typeof value !== kind) throw new Unreadable(name);
  return value;
}

function isPlain(text) { // whether it holds only what every language reads alike: short whole numbers, at most 100 levels
  const bare = text.replace(/"[^"\\]*(?:\\[^][^"\\]*)*"/g, '""');
  let depth = 0, deepest = 0;
  for (const sign of bare.match(/[\][{}]/g) || []) deepest = Math.max(deepest, depth += "[{".includes(sign) ? 1 : -1);
  return deepest <= 100 && !/[0-9][.eE]|-0|[0-9]{16}|[NI]/.test(bare);
}

function parsed(text) {
  if (!isPlain(text)) throw new Unreadable("number");
  try {
    return JSON.parse(new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytesOf(text)));
  } catch {
    throw new Unreadable("json");
  }
}

function knownNouns(bag) { // id to noun of everything under data/nouns; of two versions the later
  const known = new Map();
  for (const name of bag.below("data/nouns/")) {
    const noun = parsed(bag.text(name)), id = member(noun, "id", "string"), version = member(noun, "version", "number");
    if (!known.has(id) || known.get(id).version < version) known.set(id, noun);
  }
  return known;
}
const ofKind = (known, kind) => [...known.keys()].sort().map(id => known.get(id)).filter(noun => Object.hasOwn(noun, "kind") && noun.kind === kind);

// The claims as W3C Web Annotations, from the nouns alone: the same nouns give the same bytes.
function claimsJsonld(known) {
  const graph = ofKind(known, "claim").map(claim => ({
    id: "urn:muniment:" + claim.id,
    type: "Annotation",
    motivation: "describing",
    body: {
      about: member(claim, "about"), property: member(claim, "property"), value: member(claim, "value"),
      modality: member(claim, "modality"), statedBy: member(claim, "stated_by", "list").map(voice => member(voice, "name")),
      version: claim.version,
    },
    target: member(claim, "passages", "list").map(id => target(known, id)),
  }));
  const context = ["http://www.w3.org/ns/anno.jsonld", {m: "urn:muniment:term:", about: "m:about", property: "m:property",
    value: "m:value", modality: "m:modality", statedBy: "m:statedBy", version: "m:version"}];
  return JSON.stringify(sorted({"@context": context, "@graph": graph}), null, 1) + "\n";
}

function sorted(value) { // keys in order, all the way down
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])]));
}

function textual(id) {
  if (typeof id !== "string") throw new Unreadable("id");
  return id;
}

function target(known, id) {
  const passage = known.get(textual(id));
  if (!passage) return {id: "urn:muniment:" + id, withheld: true};
  const evidence = member(passage, "evidence", "string"), source = known.get(evidence) || {};
  return {
    source: "urn:muniment:" + evidence,
    digest: Object.hasOwn(source, "sha256") ? source.sha256 : null,
    selector: member(passage, "where", "list").map(selector),
  };
}

function selector(where) {
  const is = member(where, "is"), number = name => member(where, name, "number"), fragment = value => ({type: "FragmentSelector", value});
  if (is === "stretch") {
    return {type: "TextPositionSelector", start: member(where, "start"), end: member(where, "end"),
      refinedBy: {type: "TextQuoteSelector", exact: member(where, "quote")}};
  }
  if (is === "region") {
    const box = ["x", "y", "width", "height"].map(side => (number(side) / 10).toFixed(1)).join(",");
    return fragment(`page=${number("page")}&xywh=percent:${box}`);
  }
  if (is === "interval") return fragment(`t=${(number("start_ms") / 1000).toFixed(3)},${(number("end_ms") / 1000).toFixed(3)}`);
  if (is === "cell") return fragment(`row=${number("row")}` + (member(where, "column") === null ? "" : `&col=${number("column")}`));
  return fragment("");
}

function checkClaims(bag, report, known) {
  const found = bag.text("claims.jsonld");
  if (found !== utf8(claimsJsonld(known))) report.failed("claims", "claims.jsonld", ["claims_wanted"], [found ? "something_else" : "missing"]);
  report.passed("claims", ["claims", {count: ofKind(known, "claim").length}]);
}

function checkSentences(report, known) {
  let count = 0;
  for (const noun of ofKind(known, "submission")) {
    for (const section of member(noun, "sections", "list")) {
      for (const sentence of member(section, "sentences", "list")) {
        count += 1;
        const why = footing(known, sentence);
        if (why) report.failed("sentences", noun.id, ["footing_wanted"], why);
      }
    }
  }
  report.passed("sentences", ["sentences", {count}]);
}

function footing(known, sentence) { // why a sentence stands on nothing; null when it stands
  const claims = member(sentence, "claims", "list"), text = member(sentence, "text", "string").slice(0, 60);
  if (member(sentence, "basis") === "claims" && !claims.length) return ["no_claim", {text}];
  for (const id of claims) {
    const claim = known.get(textual(id));
    if (!claim) return ["claim_missing", {text, id}];
    if (!known.has(member(claim, "evidence", "string")) || !member(claim, "passages", "list").every(one => known.has(textual(one))))
      return ["claim_without_passage", {text, id}];
  }
  return null;
}

function checkMeaning(bag, report) {
  try {
    const known = knownNouns(bag);
    checkClaims(bag, report, known);
    checkSentences(report, known);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report.failed("claims", "data/nouns", ["nouns_wanted"], ["nouns_unreadable", {name: error.message}]);
  }
}
