// The files of a package, chosen on this machine and read by this page alone. A name is a string of bytes (UTF-8), as a manifest
// has it, so that names sort and compare as they do in verify.py.

const MOST_FILES = 500000, MOST_BYTES = 64 * 2 ** 30, MOST_RATIO = 200, MOST_TEXT = 2 ** 28;

class Problem extends Error { // nothing that could be looked at: a key of the words, and what goes into them
  constructor(key, values = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}
class Damaged extends Problem {} // it was a package once, and can no longer be read

const utf8 = name => textOf(new TextEncoder().encode(name));
const readable = name => { // a name for people: what could not be seen, or would turn the line around, is spelled out
  const text = new TextDecoder().decode(bytesOf(name));
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    sign => "<U+" + sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + ">");
};
// Only these are read as text by a check; of the others the digest is enough, however large they are.
const isText = name => !/^data\/(files|letters)\//.test(name);

class Bag {
  constructor(entries) { // a Map of name to whatever `open` understands
    this.entries = entries;
    this.names = [...entries.keys()].sort();
    this.texts = new Map();
    this.digests = new Map();
    this.reasons = new Map();
  }

  has(name) { return this.entries.has(name); }
  below(folder) { return this.names.filter(name => name.startsWith(folder)); }
  text(name) { return this.texts.get(name) || ""; }
  digest(name) { return this.digests.get(name) || null; }
  why(name) { return this.digest(name) || this.reasons.get(name); }

  // Reads every file once, in pieces: its digest, and its bytes where a check will read them.
  async load(told) {
    let files = 0, bytes = 0;
    for (const name of this.names) {
      const sum = new Sha256(), parts = [];
      try {
        for await (const piece of this.open(name)) {
          sum.add(piece);
          bytes += piece.length;
          if (isText(name)) parts.push(piece);
          if (isText(name) && sum.length > MOST_TEXT) throw new Problem("too_large", {name: readable(name)});
          await told(files, bytes);
        }
        this.digests.set(name, hexOf(sum.bytes()));
        this.texts.set(name, parts.map(textOf).join(""));
      } catch (error) {
        if (error instanceof Problem && !(error instanceof Damaged)) throw error;
        this.reasons.set(name, [error.key || "unreadable", error.values || {}]);
      }
      files += 1;
    }
    await told(files, bytes, true);
  }
}

class Folder extends Bag {
  static of(chosen) { // pairs of path and file, the path beginning with the folder's own name
    const entries = new Map();
    for (const [path, file] of chosen) entries.set(utf8(path.slice(path.indexOf("/") + 1)), file);
    return new Folder(entries);
  }

  open(name) { return pieces(this.entries.get(name)); }
  async container(report) { // a folder has nothing around its files, and a browser hides what is a link in it
    report.beside.push({what: "links", found: ["beside_links"]});
  }
}

async function* pieces(blob) {
  for (let at = 0; at < blob.size; at += 2 ** 22) yield piece(blob, at, 2 ** 22);
}
async function piece(blob, at, length) { // fewer bytes where the file ends
  return new Uint8Array(await blob.slice(at, at + length).arrayBuffer());
}

class Reader { // a large file in short pieces, mostly in order: asking the disk for each would take longer than all else
  constructor(blob) {
    this.blob = blob;
    this.size = blob.size;
    this.from = 0;
    this.held = new Uint8Array(0);
  }

  async piece(at, length) {
    if (at < this.from || at + length > this.from + this.held.length) {
      this.from = at;
      this.held = await piece(this.blob, at, Math.max(length, 2 ** 20));
    }
    return this.held.slice(at - this.from, at - this.from + length);
  }

  async *pieces(at, length) {
    for (const end = at + length; at < end; at += 2 ** 20) yield this.piece(at, Math.min(2 ** 20, end - at));
  }
}
