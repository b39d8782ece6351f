// A package that is still zipped: stored or deflated, read out of the chosen file, unpacked nowhere. What a hostile zip does is
// refused in words: names twice, paths that leave, links, files over each other, files that unpack to far more than they are.

class Zip extends Bag {
  static async of(file) {
    const blob = new Reader(file), began = textOf(await blob.piece(0, 4));
    let listed;
    try {
      listed = await directory(blob);
    } catch (error) {
      throw new (began === "PK\x03\x04" ? Damaged : Problem)("no_zip");
    }
    const total = listed.reduce((sum, entry) => sum + entry.size, 0);
    if (listed.length > MOST_FILES || total > MOST_BYTES) throw new Damaged("zip_too_much");
    const entries = new Map();
    for (const entry of listed) if (!entry.name.endsWith("/")) admit(entries, entry);
    apart([...entries.values()]);
    const zip = new Zip(withoutFolder(entries));
    zip.blob = blob;
    return zip;
  }

  async *open(name) {
    const entry = this.entries.get(name), header = await this.blob.piece(Math.max(0, entry.at), 30), view = new DataView(header.buffer);
    if (entry.at < 0 || header.length < 30 || textOf(header.subarray(0, 4)) !== "PK\x03\x04") throw new Damaged("zip_unreadable");
    const own = await this.blob.piece(entry.at + 30, view.getUint16(26, true));
    if (textOf(own) !== entry.name || entry.flags & 0x61) throw new Damaged("zip_unreadable"); // 0x61: encrypted, or a patch
    const start = entry.at + 30 + own.length + view.getUint16(28, true);
    const packed = this.blob.pieces(start, entry.packed);
    let sum = 0, size = 0;
    for await (const part of entry.method === 8 ? inflated(packed) : packed) {
      size += part.length;
      if (size > entry.size) break;
      sum = crc32(sum, part);
      yield part;
    }
    if (size !== entry.size || sum !== entry.crc) throw new Damaged("zip_unreadable");
  }

  // The bytes around the files. A package is zipped in one way only; another program's zip has other headers throughout, one of
  // ours with a single header that is not as written was damaged.
  async container(report) {
    const entries = this.names.map(name => this.entries.get(name));
    const total = entries.reduce((sum, entry) => sum + entry.size + 2 * entry.name.length + 100, 0);
    if (total >= 2 ** 32 || entries.length >= 2 ** 16) return report.passed("zip", ["zip_large"]);
    const ours = entries.filter(entry => entry.when === 0x210000 && entry.method === 0 && entry.extra === 0);
    if (2 * ours.length < entries.length) return report.passed("zip", ["zip_foreign"]);
    for (const [where, at] of (await this.oddHeaders(entries)).slice(0, 3)) report.failed("zip", where, ["zip_as_written"], ["zip_other", {at}]);
    return report.passed("zip", ["headers", {count: entries.length}]);
  }

  async oddHeaders(entries) {
    const odd = new Map(), once = (where, at) => odd.has(where) || odd.set(where, at);
    let at = 0, written = "";
    for (const [n, entry] of entries.entries()) {
      const [local, central] = headers(entry, at);
      if (entry.at !== at || textOf(await this.blob.piece(at, local.length)) !== local) once(this.names[n], at);
      at += local.length + entry.size;
      written += central;
    }
    const begin = at, found = textOf(await this.blob.piece(begin, written.length + 23)); // one more than there may be
    for (const [n, entry] of entries.entries()) {
      const size = 46 + entry.name.length;
      if (found.slice(at - begin, at - begin + size) !== written.slice(at - begin, at - begin + size)) once(this.names[n], at);
      at += size;
    }
    const end = "PK\x05\x06" + little([2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, written.length], [4, begin], [2, 0]);
    if (found.slice(at - begin) !== end) once("the end of the zip", at);
    return [...odd].sort((a, b) => a[1] - b[1]);
  }
}

const little = (...numbers) => numbers.map(([size, number]) => { // numbers as little-endian bytes
  let out = "";
  for (let n = 0; n < size; n++, number = Math.floor(number / 256)) out += String.fromCharCode(number % 256);
  return out;
}).join("");

function headers(entry, at) { // the local and the central header of one stored file, as every package has them
  const flags = /^[\x00-\x7f]*$/.test(entry.name) ? 0 : 0x800;
  const same = little([2, 20], [2, flags], [2, 0], [2, 0], [2, 33], [4, entry.crc], [4, entry.size], [4, entry.size], [2, entry.name.length], [2, 0]);
  const central = "PK\x01\x02" + little([1, 20], [1, 3]) + same + little([2, 0], [2, 0], [2, 0], [4, 0o100644 * 65536], [4, at]) + entry.name;
  return ["PK\x03\x04" + same + entry.name, central];
}

async function* inflated(packed) {
  if (typeof DecompressionStream === "undefined") throw new Problem("no_inflate");
  const stream = new DecompressionStream("deflate-raw"), reader = stream.readable.getReader();
  const fed = feed(packed, stream.writable.getWriter());
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
    await fed;
  } catch {
    throw new Damaged("zip_unreadable"); // no deflate, too short, or something behind it
  } finally {
    reader.cancel().catch(() => null); // a stream that broke has said so already
    fed.catch(() => null);
  }
}

async function feed(packed, writer) {
  for await (const part of packed) await writer.write(part);
  await writer.close();
}

// --- the directory at the end (APPNOTE 4.3.12 to 4.3.16) ---

async function directory(blob) {
  const end = await ending(blob);
  const listed = await blob.piece(end.start, end.size), view = new DataView(listed.buffer), out = [];
  if (end.start < 0 || listed.length !== end.size) throw new Error("torn");
  for (let at = 0; at < end.size;) {
    const [name, extra, comment] = [28, 30, 32].map(offset => view.getUint16(at + offset, true));
    if (view.getUint32(at) !== 0x504b0102 || at + 46 > end.size) throw new Error("torn");
    const text = textOf(listed.subarray(at + 46, at + 46 + name)), more = listed.slice(at + 46 + name, at + 46 + name + extra); // or what is left
    const flags = view.getUint16(at + 8, true);
    if (flags & 0x800) new TextDecoder("utf-8", {fatal: true}).decode(bytesOf(text));
    const entry = {
      name: text, flags, method: view.getUint16(at + 10, true), when: view.getUint32(at + 12, true), crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), extra: more.length, mode: view.getUint16(at + 40, true),
      at: view.getUint32(at + 42, true), needs: view.getUint16(at + 6, true) & 255,
    };
    if (entry.needs > 63) throw new Error("too new");
    large(entry, new DataView(more.buffer));
    entry.at += end.before;
    out.push(entry);
    at += 46 + name + extra + comment;
  }
  return out;
}

function large(entry, extra) { // sizes of 4 GiB and more stand in a field of their own
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const kind = extra.getUint16(at, true), length = extra.getUint16(at + 2, true);
    if (at + 4 + length > extra.byteLength) throw new Error("torn");
    let inside = at + 4;
    for (const name of kind === 1 ? ["size", "packed", "at"] : []) {
      if (entry[name] !== 0xffffffff) continue;
      if (inside + 8 > at + 4 + length) throw new Error("torn");
      entry[name] = Number(extra.getBigUint64(inside, true));
      inside += 8;
    }
    at += 4 + length;
  }
}

async function ending(blob) { // where the directory begins, how long it is, and how much lies before the zip
  const from = Math.max(0, blob.size - 65536 - 22), tail = await blob.piece(from, 65536 + 22), text = textOf(tail);
  const plain = tail.length - 22, isPlain = plain >= 0 && text.startsWith("PK\x05\x06", plain) && text.endsWith("\0\0");
  const at = isPlain ? plain : text.lastIndexOf("PK\x05\x06");
  if (at < 0 || at + 22 > tail.length) throw new Error("no end");
  const view = new DataView(tail.buffer);
  let size = view.getUint32(at + 12, true), offset = view.getUint32(at + 16, true), stop = from + at;
  const far = textOf(await blob.piece(Math.max(0, stop - 76), Math.min(76, stop)));
  if (far.length === 76 && far.startsWith("PK\x06\x07", 56) && far.startsWith("PK\x06\x06")) {
    const more = new DataView(bytesOf(far).buffer);
    size = Number(more.getBigUint64(40, true));
    offset = Number(more.getBigUint64(48, true));
    stop -= 76;
  }
  return {start: stop - size, size, before: stop - size - offset};
}

function admit(entries, entry) {
  const parts = entry.name.split("/"), where = {name: readable(entry.name)};
  if (!entry.name || entry.name.startsWith("/") || /[\\\0]/.test(entry.name) || parts.includes("..") || parts[0].includes(":"))
    throw new Damaged("zip_leaves", where);
  if (!(entry.flags & 0x800) && /[^\x00-\x7f]/.test(entry.name)) throw new Damaged("zip_letters", where);
  if (entries.has(entry.name)) throw new Damaged("zip_twice", where);
  if ((entry.mode & 0o170000) === 0o120000) throw new Damaged("zip_link", where);
  if (entry.method !== 0 && entry.method !== 8) throw new Damaged("zip_method", where);
  if (entry.method === 0 && entry.size !== entry.packed) throw new Damaged("zip_sizes", where);
  if (entry.size > 2 ** 20 && entry.size > MOST_RATIO * Math.max(1, entry.packed)) throw new Damaged("zip_bomb", where);
  entries.set(entry.name, entry);
}

function apart(entries) { // no file may lie over another, or before the zip
  let end = 0;
  for (const entry of entries.sort((a, b) => a.at - b.at)) {
    if (entry.at < end) throw new Damaged("zip_over", {name: readable(entry.name)});
    end = entry.at + 30 + entry.name.length + entry.packed;
  }
}

function withoutFolder(entries) { // a bag zipped together with its folder
  const tops = new Set([...entries.keys()].map(name => name.split("/")[0]));
  if (entries.has("bagit.txt") || tops.size !== 1) return entries;
  const skip = [...tops][0].length + 1;
  return new Map([...entries].map(([name, entry]) => [name.slice(skip), entry]));
}
