// Choosing, dropping, keys. A choice made while another is being read puts the earlier one aside.

let keysOn = true, turn = 0;
const breathe = () => new Promise(resolve => setTimeout(resolve)); // lets the page draw and answer keys

async function verify(name, open) { // `open` gives the bag
  const mine = ++turn, began = performance.now();
  let drawn = began;
  shown = {name: utf8(name)};
  document.body.dataset.state = "reading";
  showShown();
  at("measured").textContent = say("wait");
  const read = async (files, bytes, isLast) => {
    if (mine !== turn) throw new Problem("nothing");
    if (isLast) shown.files = files;
    if (performance.now() - drawn < 100) return;
    drawn = performance.now();
    at("measured").textContent = say("read", {count: files});
    await breathe();
  };
  const result = await answered(name, open, read);
  if (mine !== turn) return;
  shown = {name: utf8(name), files: 0, ...shown, ...result, seconds: Math.round((performance.now() - began) / 100) / 10};
  showWords();
  document.body.dataset.state = `done ${mine}`;
  if (result.report) at("report").focus();
}

async function answered(name, open, read) { // the report, or what to tell whoever chose this
  try {
    const bag = await open();
    if (!bag.names.length) throw new Problem("nothing");
    const report = await examined(bag, read);
    return {report, key: bag.text("keys/log.vkey").trim()};
  } catch (problem) {
    if (!(problem instanceof Damaged)) return {problem: problem instanceof Problem ? [problem.key, problem.values] : ["internal", {name: String(problem)}]};
    const report = new Report();
    report.failed("zip", utf8(name), ["whole_zip"], [problem.key, problem.values]);
    return {report};
  }
}

const verifyZip = file => verify(file.name, () => Zip.of(file));
const verifyFolder = pairs => verify(pairs[0][0].split("/")[0], async () => Folder.of(pairs));

// Every file below a dropped folder. Chromium gives a page from disk the files of a handle alone, Firefox knows entries alone.
async function insideHandle(handle, path, out) {
  if (handle.kind === "file") out.push([path, await handle.getFile()]);
  else for await (const one of handle.values()) await insideHandle(one, `${path}/${one.name}`, out);
  return out;
}
async function insideEntry(entry, path, out) {
  if (entry.isFile) {
    out.push([path, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
    return out;
  }
  const reader = entry.createReader(), next = () => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
  for (let batch = await next(); batch.length; batch = await next()) for (const one of batch) await insideEntry(one, `${path}/${one.name}`, out);
  return out;
}

async function dropped(transfer) {
  const [item, ...more] = transfer.items, [file] = transfer.files, entry = item && item.webkitGetAsEntry();
  if (!item || more.length) return tell(["many", {}]);
  if (!entry || entry.isFile) return file ? verifyZip(file) : tell(["many", {}]);
  const handle = item.getAsFileSystemHandle ? item.getAsFileSystemHandle() : null; // asked before this event is over
  try {
    const pairs = handle ? await insideHandle(await handle, entry.name, []) : await insideEntry(entry, entry.name, []);
    return pairs.length ? verifyFolder(pairs) : tell(["nothing", {}]);
  } catch {
    return tell(["no_drop", {}]);
  }
}

function tell(problem) {
  shown = null;
  showWords();
  at("problem").textContent = told(problem);
}

function listen() {
  at("zip").addEventListener("change", event => {
    const [file] = event.target.files;
    if (file) verifyZip(file);
    event.target.value = ""; // the same file may be chosen again
  });
  at("folder").addEventListener("change", event => {
    const pairs = Array.from(event.target.files, file => [file.webkitRelativePath, file]);
    if (pairs.length) verifyFolder(pairs);
    event.target.value = "";
  });
  const over = is => event => { event.preventDefault(); at("drop").classList.toggle("over", is); };
  document.addEventListener("dragover", over(true));
  document.addEventListener("dragleave", over(false));
  document.addEventListener("drop", event => { over(false)(event); dropped(event.dataTransfer); });
  at("language").addEventListener("click", () => { language = language === "fa" ? "en" : "fa"; showWords(); });
  at("theme").addEventListener("click", theme);
  at("save").addEventListener("click", save);
  at("keys-on").addEventListener("click", () => { keysOn = !keysOn; at("keys-on").setAttribute("aria-pressed", keysOn); showWords(); });
  const byKey = {o: "zip", f: "folder", s: "save", l: "language", t: "theme"};
  document.addEventListener("keydown", event => {
    if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || !byKey[event.key]) return;
    event.preventDefault();
    at(byKey[event.key]).click();
  });
}

document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
listen();
showWords();
