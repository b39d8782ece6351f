// What is seen. Text enters the page as text alone: no file's name or content is ever read as markup.

const MOST_ROWS = 50; // of one check; the saved report has all
const GROUPS = [
  ["files", "M2 2h8.5L14 5.5V14H2z", ["zip", "files", "links", "package list", "bytes"]],
  ["ledger", "M9.8 8a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0zM14.6 8a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0z", ["checkpoint signature", "proofs", "witnesses"]],
  ["time", "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM8 4.5V8l2.5 1.5", ["timestamps"]],
  ["chain", "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z", ["custody", "claims", "sentences"]],
];
const GLYPHS = {
  passed: [["circle", {cx: 8, cy: 8, r: 8, class: "disc"}], ["path", {d: "m4.4 8.2 2.5 2.5 4.7-5", class: "tick", "stroke-width": 2}]],
  failed: [["path", {d: "M0 0h16v16H0z", class: "block"}], ["path", {d: "m4.6 4.6 6.8 6.8m0-6.8-6.8 6.8", class: "cross", "stroke-width": 2.2}]],
  not_checked: [["circle", {cx: 8, cy: 8, r: 6.8, class: "ring", "stroke-width": 1.8, "stroke-dasharray": "3 2.34"}]],
};
const ANSWERS = Object.keys(GLYPHS);
const at = id => document.getElementById(id);

function made(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}
function drawn(parts, size) {
  const shape = (tag, attributes, ...inside) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  return shape("svg", {width: size, height: size, viewBox: "0 0 16 16", fill: "none", "aria-hidden": "true"}, ...parts.map(part => shape(...part)));
}
const glyph = (answer, size = 14) => drawn(GLYPHS[answer], size);
const verdict = (answer, word = say(answer)) => made("span", {class: `verdict ${answer}`}, glyph(answer), made("span", {}, word));

// --- the report ---

let shown = null; // what was last checked: its name, what was read, the report or the problem

function headline(report) {
  const failed = new Set(report.checks.filter(check => check.verdict === "failed").map(check => check.where));
  return say(`head_${report.verdict()}`, {count: failed.size});
}

function tally(report) {
  const counts = Object.fromEntries(ANSWERS.map(answer => [answer, report.checks.filter(check => check.verdict === answer).length]));
  const numbers = ANSWERS.filter(answer => counts[answer]).map(answer => verdict(answer, counts[answer].toLocaleString(LOCALE[language])));
  return made("span", {class: "tally", role: "img", "aria-label": say("tally", counts)}, ...numbers);
}

function named(check) { // the check by name, the declared one by its own word
  return WORDS.en[`check.${check.what}`] ? say(`check.${check.what}`) : check.what;
}

function row(check) {
  const failed = check.verdict === "failed", data = value => made("span", {class: Array.isArray(value) ? "" : "digest", dir: "auto"}, told(value));
  const what = made("div", {}, made("b", {}, failed ? made("bdi", {}, readable(check.where)) : named(check)));
  if (failed) what.append(made("small", {}, named(check)));
  const rest = made("div");
  if (failed) rest.append(pair("expected", data(check.expected)), pair("found", data(check.found)));
  else rest.append(told(check.found));
  return made("div", {class: `row is-${check.verdict}`, "data-what": check.what, "data-verdict": check.verdict}, verdict(check.verdict), what, rest);
}
const pair = (label, value) => made("p", {class: "pair"}, made("span", {}, say(label)), value);

function rows(checks) {
  const counted = new Map(), out = [];
  for (const check of checks) {
    const before = counted.get(check.what) || 0;
    counted.set(check.what, before + 1);
    if (before < MOST_ROWS) out.push(row(check));
  }
  for (const [what, count] of counted) {
    if (count > MOST_ROWS) out.push(made("div", {class: "row is-failed", "data-what": what, "data-verdict": "failed"}, made("b", {}, say("more", {count: count - MOST_ROWS}))));
  }
  return out;
}

function groups(report) {
  const known = GROUPS.flatMap(([, , names]) => names);
  return GROUPS.flatMap(([title, path, names]) => {
    const mine = report.checks.filter(check => names.includes(check.what) || (title === "chain" && !known.includes(check.what)));
    const glyphs = drawn([["path", {d: path, stroke: "currentColor", "stroke-width": 1.6, fill: title === "files" ? "currentColor" : "none"}]], 13);
    glyphs.classList.add("gall");
    return mine.length ? [made("div", {class: "band"}, glyphs, made("h3", {}, say(`group_${title}`))), ...rows(mine)] : [];
  });
}

function beside(report) { // what nobody asked this page to check, said all the same
  if (!report.beside.length) return [];
  return [made("div", {class: "band note"}, say("beside")), ...report.beside.map(check => {
    const line = row({...check, verdict: "not_checked"});
    line.removeAttribute("data-what");
    return line;
  })];
}

function showReport(report) {
  const answer = report.verdict();
  const head = made("div", {class: "verdict-head"}, glyph(answer, 40),
    made("div", {class: "grow"}, made("h2", {id: "headline"}, headline(report)), made("p", {class: "muted"}, say(`advice_${answer}`))), tally(report));
  at("report").dataset.verdict = answer;
  at("report").replaceChildren(head, ...groups(report), ...beside(report));
}

// --- the page around it ---

function showWords() {
  const root = document.documentElement;
  root.lang = language;
  root.dir = language === "fa" ? "rtl" : "ltr";
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  at("language").textContent = say("other");
  at("language").lang = language === "fa" ? "en" : "fa";
  at("keys").replaceChildren(...["o", "f", "s", "l", "t"].map(key => made("li", {}, made("kbd", {}, key), " ", say(`key_${key}`))));
  at("keys-on").textContent = say(keysOn ? "keys_on" : "keys_off");
  at("three").replaceChildren(...ANSWERS.map(answer => made("p", {}, verdict(answer), " ", made("span", {class: "muted"}, say(`means_${answer}`)))));
  at("not-proves").replaceChildren(...Array.from({length: DOES_NOT_PROVE}, (_, n) => made("p", {}, say(`not_${n}`))));
  showWhatIsProved();
  showShown();
}

function showWhatIsProved() {
  const failed = shown && shown.report && shown.report.verdict() === "failed";
  const sentences = failed ? ["proves_nothing"] : Array.from({length: PROVES}, (_, n) => `proves_${n}`);
  at("proves").replaceChildren(...sentences.map(key => made("p", {}, say(key))));
}

function showShown() {
  at("problem").textContent = shown && shown.problem ? told(shown.problem) : "";
  at("chosen").replaceChildren(...(shown ? [made("b", {}, made("bdi", {}, readable(shown.name))), " ", made("span", {class: "note"}, say("again"))] : [say("drop")]));
  at("measured").textContent = shown && shown.report ? `${say("read", {count: shown.files})}\n${say("took", {seconds: shown.seconds})}` : "";
  for (const id of ["report", "save"]) at(id).hidden = !(shown && shown.report);
  at("key").hidden = !(shown && shown.key);
  if (shown && shown.key) at("vkey").textContent = shown.key;
  if (shown && shown.report) showReport(shown.report);
}

function theme() {
  const dark = document.documentElement.dataset.theme === "dark";
  document.documentElement.dataset.theme = dark ? "light" : "dark";
}

// The report as “muniment verify --json” gives it, in English, for whoever must file it.
function reportText(report) {
  const checks = report.checks.map(({what, verdict, where, expected, found}) => {
    const said = {what, verdict, expected: told(expected, "en"), found: told(found, "en"), where: where ? readable(where) : ""};
    if (verdict === "failed") said.advice = say("advice_failed", {}, "en");
    return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
  });
  const list = (prefix, count) => Array.from({length: count}, (_, n) => say(`${prefix}_${n}`, {}, "en"));
  return JSON.stringify({verdict: report.verdict(), checks, proves: list("proves", PROVES), does_not_prove: list("not", DOES_NOT_PROVE)}, null, 1) + "\n";
}

function save() {
  if (!shown || !shown.report) return;
  const address = URL.createObjectURL(new Blob([reportText(shown.report)], {type: "application/json"}));
  made("a", {href: address, download: "report.json"}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
