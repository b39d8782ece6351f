// Digests, written from FIPS 180-4. A text is a string of bytes here: one character a byte, as latin-1 has it.
// There is one implementation for every browser, of a page that is opened from disk: what one browser tested holds for all.

const bytesOf = text => Uint8Array.from(text, sign => sign.charCodeAt(0));
const hexOf = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
const bytesOfHex = hex => Uint8Array.from(hex.match(/../g) || [], pair => parseInt(pair, 16));

function textOf(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode.apply(null, bytes.subarray(at, at + 8192)));
  return parts.join("");
}

// The constants of FIPS 180-4 are what its section 4.2.3 says they are: 64 bits behind the point of cube roots of primes.
const PRIMES = [];
for (let n = 2; PRIMES.length < 80; n++) if (PRIMES.every(prime => n % prime)) PRIMES.push(n);

function fraction(prime, root) { // the first 64 bits behind the point of a prime's square or cube root
  const wanted = BigInt(prime) << BigInt(64 * root);
  let low = 0n, high = 1n << 80n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(root) <= wanted) low = middle; else high = middle;
  }
  return BigInt.asUintN(64, low);
}
const ROUND_64 = PRIMES.map(prime => fraction(prime, 3));
const START_64 = PRIMES.slice(0, 8).map(prime => fraction(prime, 2));
const ROUND_32 = Int32Array.from(ROUND_64.slice(0, 64), word => Number(BigInt.asIntN(32, word >> 32n)));
const START_32 = Int32Array.from(START_64, word => Number(BigInt.asIntN(32, word >> 32n)));

class Sha256 {
  constructor() {
    this.state = START_32.slice();
    this.rest = new Uint8Array(64);
    this.kept = 0;
    this.length = 0;
    this.words = new Int32Array(64);
  }

  add(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.kept) {
      at = Math.min(64 - this.kept, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.kept);
      this.kept += at;
      if (this.kept < 64) return this;
      this.block(this.rest, 0);
      this.kept = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at));
    this.kept = bytes.length - at;
    return this;
  }

  block(bytes, at) {
    const w = this.words, s = this.state;
    for (let i = 0; i < 16; i++, at += 4) w[i] = bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      const low = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3, high = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      w[i] = w[i - 16] + low + w[i - 7] + high | 0;
    }
    let a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (let i = 0; i < 64; i++) {
      const chosen = (e & f) ^ (~e & g), most = (a & b) ^ (a & c) ^ (b & c);
      const one = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + chosen + ROUND_32[i] + w[i] | 0;
      const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + most | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    s[0] += a; s[1] += b; s[2] += c; s[3] += d; s[4] += e; s[5] += f; s[6] += g; s[7] += h;
  }

  bytes() {
    const length = this.length, end = new Uint8Array((this.kept < 56 ? 64 : 128) - this.kept);
    end[0] = 0x80;
    new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(length) * 8n);
    this.add(end);
    const out = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => out.setInt32(4 * i, word));
    return new Uint8Array(out.buffer);
  }
}

const sha256 = bytes => new Sha256().add(bytes).bytes();
const sha256Hex = text => hexOf(sha256(bytesOf(text)));

function sha512(bytes) { // for the few hundred bytes that a signature covers
  const length = Math.ceil((bytes.length + 17) / 128) * 128, data = new Uint8Array(length), view = new DataView(data.buffer);
  data.set(bytes);
  data[bytes.length] = 0x80;
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  const add = (...words) => BigInt.asUintN(64, words.reduce((sum, word) => sum + word));
  const turn = (word, by) => word >> BigInt(by) | BigInt.asUintN(64, word << BigInt(64 - by));
  let state = START_64;
  for (let at = 0; at < length; at += 128) {
    const w = Array.from({length: 16}, (_, i) => view.getBigUint64(at + 8 * i));
    for (let i = 16; i < 80; i++) {
      const x = w[i - 15], y = w[i - 2];
      w.push(add(w[i - 16], turn(x, 1) ^ turn(x, 8) ^ x >> 7n, w[i - 7], turn(y, 19) ^ turn(y, 61) ^ y >> 6n));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 80; i++) {
      const one = add(h, turn(e, 14) ^ turn(e, 18) ^ turn(e, 41), (e & f) ^ (BigInt.asUintN(64, ~e) & g), ROUND_64[i], w[i]);
      const two = add(turn(a, 28) ^ turn(a, 34) ^ turn(a, 39), (a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, add(d, one), c, b, a, add(one, two)];
    }
    state = [a, b, c, d, e, f, g, h].map((word, i) => add(word, state[i]));
  }
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => out.setBigUint64(8 * i, word));
  return new Uint8Array(out.buffer);
}

const CRC = Int32Array.from({length: 256}, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? n >>> 1 ^ 0xEDB88320 : n >>> 1;
  return n;
});
function crc32(sum, bytes) { // goes on from an earlier sum; begin with 0
  sum = ~sum;
  for (let i = 0; i < bytes.length; i++) sum = CRC[(sum ^ bytes[i]) & 255] ^ sum >>> 8;
  return ~sum >>> 0;
}
