// Ed25519 from RFC 8032, as verify.py has it: the same numbers, the same refusals. The browser's own is not used: browsers that
// have it disagree at the edges (points of small order), and a page opened from disk may not be given it.

const FIELD = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = number => ((number % FIELD) + FIELD) % FIELD;

function power(base, exponent) {
  let out = 1n;
  for (base = mod(base); exponent > 0n; exponent >>= 1n, base = base * base % FIELD) if (exponent & 1n) out = out * base % FIELD;
  return out;
}
const inverse = number => power(number, FIELD - 2n);
const CURVE_D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (FIELD - 1n) / 4n);

function recover(y, sign) { // (5.1.3) x from y, or null
  if (y >= FIELD) return null;
  const square = mod((y * y - 1n) * inverse(CURVE_D * y * y + 1n));
  if (square === 0n) return sign ? null : 0n;
  let x = power(square, (FIELD + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(x * x - square)) return null;
  return (x & 1n) === sign ? x : FIELD - x;
}
const BASE_Y = mod(4n * inverse(5n));
const BASE_X = recover(BASE_Y, 0n);
const BASE = [BASE_X, BASE_Y, 1n, mod(BASE_X * BASE_Y)];

function plus(a, b) { // (5.1.4)
  const m = mod((a[1] - a[0]) * (b[1] - b[0])), n = mod((a[1] + a[0]) * (b[1] + b[0]));
  const o = mod(2n * a[3] * b[3] * CURVE_D), p = mod(2n * a[2] * b[2]);
  const e = n - m, f = p - o, g = p + o, h = n + m;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}
function times(number, point) {
  let out = [0n, 1n, 1n, 0n];
  for (; number > 0n; number >>= 1n, point = plus(point, point)) if (number & 1n) out = plus(out, point);
  return out;
}
const littleEndian = bytes => BigInt("0x" + hexOf(Uint8Array.from(bytes).reverse()));
function pointOf(bytes) {
  const number = littleEndian(bytes), y = BigInt.asUintN(255, number), x = recover(y, number >> 255n);
  return x === null ? null : [x, y, 1n, mod(x * y)];
}

// Whether a signature fits (5.1.7): all three as bytes.
function ed25519(key, message, signature) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const a = pointOf(key), r = pointOf(signature.subarray(0, 32)), s = littleEndian(signature.subarray(32));
  if (a === null || r === null || s >= ORDER) return false;
  const hashed = new Uint8Array(64 + message.length);
  hashed.set(signature.subarray(0, 32));
  hashed.set(key, 32);
  hashed.set(message, 64);
  const left = times(s, BASE), right = plus(r, times(littleEndian(sha512(hashed)) % ORDER, a));
  return !mod(left[0] * right[2] - right[0] * left[2]) && !mod(left[1] * right[2] - right[1] * left[2]);
}
