// Verifies receipts in the browser: written from docs/log-format.md alone. Needs WebCrypto, and no network once loaded.
// What is exported knows of no page.

/** What was refused, and where: the page has a sentence for `why`. */
export class Refused extends Error {
  constructor(why, detail = "") {
    super(`${why} ${detail}`);
    this.why = why;
  }
}
const refuse = (why, detail) => {
  throw new Refused(why, detail);
};
const unless = (good, why, detail) => good || refuse(why, detail);

// --- spellings

const MOST_SIZE = 2n ** 63n - 1n;
const MOST_BYTES = 256 * 1024;
const encode = (text) => new TextEncoder().encode(text);

const join = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);

function toText(bytes, why) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse(why, "not UTF-8");
  }
}

/** A file's text: UTF-8, capped, no control characters but LF. */
function toFile(bytes, why) {
  unless(bytes.length <= MOST_BYTES, why);
  const text = toText(bytes, why);
  unless(!/[\x00-\x09\x0b-\x1f]/.test(text), why);
  return text;
}

function fromBase64(text, why) {
  try {
    const binary = atob(text);
    if (btoa(binary) === text) return Uint8Array.from(binary, (c) => c.charCodeAt(0));
  } catch {
    // Refused below.
  }
  return refuse(why, "base 64");
}

function toHash(text, why) {
  const hash = fromBase64(text, why);
  unless(hash.length === 32, why, "hash");
  return hash;
}

function toNumber(text, why) {
  unless(/^(0|[1-9][0-9]{0,18})$/.test(text) && BigInt(text) <= MOST_SIZE, why, "number");
  return BigInt(text);
}

/** The lines of a text in which every line ends in LF. */
function toLines(text, why) {
  unless(text.endsWith("\n"), why);
  return text.slice(0, -1).split("\n");
}

function atFirstEmptyLine(text, why) {
  const at = text.indexOf("\n\n");
  unless(at >= 0, why);
  return [text.slice(0, at + 1), text.slice(at + 2)];
}

// --- hashes and the tree

const hash = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
export const leafHash = (leaf) => hash([0], leaf);
const nodeHash = (left, right) => hash([1], left, right);
export const commitment = (salt, payload) => hash(encode("huying-commitment@v1\n"), salt, payload);

/** Climbs from entry `a` of a tree whose last is `b`; `take` is given each hash, and whether it is at the left. */
async function climb(a, b, proof, take) {
  for (const p of proof) {
    if (b === 0n) return false;
    const left = Boolean(a & 1n) || a === b;
    await take(p, left);
    while (left && !(a & 1n) && a !== 0n) [a, b] = [a >> 1n, b >> 1n];
    [a, b] = [a >> 1n, b >> 1n];
  }
  return b === 0n;
}

export async function checkInclusion(leaf, index, size, proof, root) {
  const no = "not-included";
  unless(index < size, no);
  let h = leaf;
  const whole = await climb(index, size - 1n, proof, async (p, left) => {
    h = await (left ? nodeHash(p, h) : nodeHash(h, p));
  });
  unless(whole && same(h, root), no);
}

export async function checkConsistency(old, oldRoot, size, root, proof) {
  const no = "not-continued";
  unless(old <= size, "set-back");
  if (old === size) return unless(same(oldRoot, root) && proof.length === 0, no);
  if (old === 0n) return unless(same(oldRoot, await hash()) && proof.length === 0, no);
  let [a, b] = [old - 1n, size - 1n];
  while (a & 1n) [a, b] = [a >> 1n, b >> 1n];
  let [x, rest] = [oldRoot, proof];
  if (old & (old - 1n)) {
    unless(proof.length > 0, no);
    [x, ...rest] = proof;
  }
  let y = x;
  const whole = await climb(a, b, rest, async (p, left) => {
    if (left) x = await nodeHash(p, x);
    y = await (left ? nodeHash(p, y) : nodeHash(y, p));
  });
  return unless(whole && same(x, oldRoot) && same(y, root), no);
}

// --- Ed25519 (RFC 8032 §5.1)
// WebCrypto does not say which points it takes, and may have no Ed25519; nothing here is secret.

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (n) => ((n % P) + P) % P;

function power(base, exponent) {
  let [result, b] = [1n, mod(base)];
  for (let e = exponent; e; e >>= 1n) {
    if (e & 1n) result = (result * b) % P;
    b = (b * b) % P;
  }
  return result;
}

const D = mod(-121665n * power(121666n, P - 2n));
const ROOT = power(2n, (P - 1n) / 4n);
const NEUTRAL = [0n, 1n, 1n, 0n];
const little = (bytes) => bytes.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);

function add(p, q) {
  const a = mod((p[1] - p[0]) * (q[1] - q[0]));
  const b = mod((p[1] + p[0]) * (q[1] + q[0]));
  const c = mod(2n * p[3] * q[3] * D);
  const d = mod(2n * p[2] * q[2]);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function multiply(scalar, point) {
  let [result, p] = [NEUTRAL, point];
  for (let s = scalar; s; s >>= 1n) {
    if (s & 1n) result = add(result, p);
    p = add(p, p);
  }
  return result;
}

const equal = (p, q) => mod(p[0] * q[2] - q[0] * p[2]) === 0n && mod(p[1] * q[2] - q[1] * p[2]) === 0n;

/** A point from its 32 bytes; null where they are not its one spelling, or of small order. */
function toPoint(bytes) {
  if (bytes.length !== 32) return null;
  const whole = little(bytes);
  const [sign, y] = [whole >> 255n, whole & (2n ** 255n - 1n)];
  if (y >= P) return null;
  const square = mod((y * y - 1n) * power(D * y * y + 1n, P - 2n));
  let x = power(square, (P + 3n) / 8n);
  if (mod(x * x - square)) x = mod(x * ROOT);
  if (mod(x * x - square) || (x === 0n && sign)) return null;
  if ((x & 1n) !== sign) x = P - x;
  const point = [x, y, 1n, mod(x * y)];
  return equal(multiply(8n, point), NEUTRAL) ? null : point;
}

const BASE = toPoint(join([0x58], new Uint8Array(31).fill(0x66)));

/** Whether 64 bytes are the key's signature; `own`: without WebCrypto's Ed25519. */
export async function isSignature(key, message, signature, own = false) {
  if (signature.length !== 64) return false;
  const [first, second] = [signature.subarray(0, 32), signature.subarray(32)];
  const [point, r, s] = [toPoint(key), toPoint(first), little(second)];
  if (!point || !r || s >= ORDER) return false;
  if (!own) {
    try {
      const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
      return await crypto.subtle.verify("Ed25519", imported, signature, message);
    } catch {
      // An older browser: on with the equation.
    }
  }
  const challenge = new Uint8Array(await crypto.subtle.digest("SHA-512", join(first, key, message)));
  return equal(multiply(s, BASE), add(r, multiply(little(challenge) % ORDER, point)));
}

// --- keys, notes, checkpoints

const [NOTE, COSIGNATURE] = [1, 4];
const isName = (name) => !/[\p{White_Space}\p{Cc}+]/u.test(name) && name !== "" && encode(name).length <= 255;

/** A public key, `name+id+material`: of a log, or of a witness by its type. */
export async function parseKey(text) {
  const why = "key";
  const [, name, id, material] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? refuse(why, text);
  const bytes = fromBase64(material, why);
  const [type, key] = [bytes[0], bytes.subarray(1)];
  unless(isName(name) && (type === NOTE || type === COSIGNATURE) && toPoint(key), why, text);
  const known = (await hash(encode(`${name}\n`), bytes)).subarray(0, 4);
  unless(Array.from(known, (byte) => byte.toString(16).padStart(2, "0")).join("") === id, why, text);
  return { text, name, id: known, type, key, first: 0n, last: null };
}

/** Takes over up to which size a list lets each key sign. */
export function limit(keys, list) {
  for (const line of toLines(list, "key")) {
    const [, first, last, text] = /^(\S+) (\S+) (\S+)$/.exec(line) ?? refuse("key", line);
    const limits = { first: toNumber(first, "key"), last: last === "-" ? null : toNumber(last, "key") };
    for (const key of keys) if (key.text === text) Object.assign(key, limits);
  }
}

function parseNote(text, why) {
  const at = text.lastIndexOf("\n\n");
  unless(at >= 0, why);
  const signatures = toLines(text.slice(at + 2), why).map((line) => {
    const [, name, base64] = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? refuse(why, line);
    const bytes = fromBase64(base64, why);
    unless(isName(name) && bytes.length > 4, why, line);
    return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
  });
  unless(signatures.length <= 64, why);
  return [text.slice(0, at + 1), signatures];
}

/** Null where a key has not signed, else the seconds since 1970 that a witness gives, 0 of a log. */
async function signedBy(key, text, signatures) {
  let seconds = null;
  for (const { bytes } of signatures.filter(({ name, id }) => name === key.name && same(id, key.id))) {
    let [time, message, signature] = [0n, text, bytes];
    if (key.type === COSIGNATURE) {
      unless(bytes.length === 72, "signature-false", key.name);
      time = bytes.subarray(0, 8).reduce((n, byte) => (n << 8n) | BigInt(byte), 0n);
      [message, signature] = [`cosignature/v1\ntime ${time}\n${text}`, bytes.subarray(8)];
    }
    const good = time <= MOST_SIZE && (await isSignature(key.key, encode(message), signature));
    unless(good, "signature-false", key.name);
    if (seconds === null || time > seconds) seconds = time;
  }
  return seconds;
}

async function believe(note, keys, why) {
  const [text, signatures] = parseNote(note, why);
  const lines = toLines(text, why);
  unless(lines.length >= 3 && !lines.includes(""), why, "checkpoint");
  const [origin, size, root] = [lines[0], toNumber(lines[1], why), toHash(lines[2], why)];
  const [byLog, witnesses] = [[], []];
  for (const key of keys) {
    const seconds = await signedBy(key, text, signatures);
    if (seconds === null) continue;
    if (key.type === COSIGNATURE) witnesses.push({ name: key.name, seconds });
    else if (key.name === origin) byLog.push(key);
  }
  unless(byLog.length > 0, "not-signed");
  unless(byLog.some(({ first, last }) => first <= size && (last === null || size <= last)), "key-not-then");
  return { origin, size, root, witnesses, of: keys.filter(({ type }) => type === COSIGNATURE).length };
}

// --- leaves, receipts, later checkpoints

function toPairs(lines, value, why) {
  const pairs = new Map();
  for (const line of lines) {
    const [, key, found] = /^([a-z][a-z0-9.-]{0,63}) (.*)$/.exec(line) ?? refuse(why, line);
    unless(value.test(found) && !pairs.has(key), why, line);
    pairs.set(key, found);
  }
  return pairs;
}

async function parseOpenings(text, commitments, why) {
  const openings = new Map();
  for (const line of toLines(text, why)) {
    const [, name, salt, payload] = /^([^ ]+) ([^ ]+)(?: (.*))?$/.exec(line) ?? refuse(why, line);
    const opening = { salt: toHash(salt, why), payload: payload === undefined ? null : fromBase64(payload, why) };
    unless(commitments.has(name) && !openings.has(name), why, line);
    if (opening.payload) {
      const found = await commitment(opening.salt, opening.payload);
      unless(same(found, toHash(commitments.get(name), why)), "opening-false", name);
    }
    openings.set(name, opening);
  }
  return openings;
}

export async function parseReceipt(bytes) {
  const why = "unreadable";
  const [head, checkpoint] = atFirstEmptyLine(toFile(bytes, why), why);
  const [first, extraLine, indexLine, ...hashes] = toLines(head, why);
  unless(first === "c2sp.org/tlog-proof@v1" && /^extra /.test(extraLine) && /^index /.test(indexLine), why, first);
  unless(hashes.length <= 63, why);
  const extra = toText(fromBase64(extraLine.slice(6), why), why);
  const fieldsEnd = extra.indexOf("\n\n");
  const leafEnd = fieldsEnd < 0 ? -1 : extra.indexOf("\n\n", fieldsEnd + 2);
  const leaf = leafEnd < 0 ? extra : extra.slice(0, leafEnd + 1);
  unless(encode(leaf).length <= 65535, why);
  const [fieldsText, commitmentsText] = atFirstEmptyLine(leaf, why);
  const [header, ...fieldLines] = toLines(fieldsText, why);
  unless(header === "huying-leaf@v1", why, header);
  const fields = toPairs(fieldLines, /^[!-~]([ -~]{0,1022}[!-~])?$/, why);
  const commitments = toPairs(commitmentsText ? toLines(commitmentsText, why) : [], /^[A-Za-z0-9+/=]+$/, why);
  for (const value of commitments.values()) toHash(value, why);
  return {
    index: toNumber(indexLine.slice(6), why),
    hashes: hashes.map((line) => toHash(line, why)),
    leaf: encode(leaf),
    fields,
    openings: leafEnd < 0 ? new Map() : await parseOpenings(extra.slice(leafEnd + 2), commitments, why),
    checkpoint,
  };
}

export function parseContinuation(bytes) {
  const why = "later-unreadable";
  const [head, checkpoint] = atFirstEmptyLine(toFile(bytes, why), why);
  const [first, ...proof] = toLines(head, why);
  unless(/^old /.test(first) && proof.length <= 63, why, first);
  return { old: toNumber(first.slice(4), why), proof: proof.map((line) => toHash(line, why)), checkpoint };
}

/** What a receipt proves with these keys; throws `Refused` where it proves nothing. */
export async function verify(receipt, keys) {
  const at = await believe(receipt.checkpoint, keys, "unreadable");
  await checkInclusion(await leafHash(receipt.leaf), receipt.index, at.size, receipt.hashes, at.root);
  return at;
}

/** Adds the keys to which handovers lead, in any order; answers what leads nowhere. */
export async function follow(keys, handovers) {
  const left = [...handovers];
  for (let at = 0; at < left.length; ) {
    const { fields } = left[at];
    try {
      const next = await parseKey(fields.get("type") === "key" && fields.get("key") || "");
      const { origin } = await verify(left[at], keys);
      unless(next.type === NOTE && next.name === origin, "key", next.text);
      const first = toNumber(fields.get("from") ?? "", "key");
      const known = keys.find(({ text }) => text === next.text) ?? keys[keys.push(next) - 1];
      if (known.first < first) known.first = first;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      at += 1;
      continue;
    }
    left.splice(at, 1);
    at = 0;
  }
  return left;
}

/** That a later checkpoint continues the receipt's, `at`. */
export async function verifyLater(at, later, keys) {
  const now = await believe(later.checkpoint, keys, "later-unreadable");
  unless(now.origin === at.origin, "other-log", now.origin);
  unless(later.old === at.size, "not-continued");
  await checkConsistency(at.size, at.root, now.size, now.root, later.proof);
  return now;
}

// --- the page

const form = globalThis.document?.getElementById("verify");
const result = globalThis.document?.getElementById("result");

let sentences;
/** A sentence, `{name}` replaced; undefined where there is none. */
const say = (key, values) => {
  sentences ??= new Map(Array.from(document.getElementById("words").content.children, (p) => [p.dataset.key, p.textContent]));
  return sentences.get(key)?.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};

/** Puts an element into `into`. */
function put(into, name, text, kind) {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  into.append(element);
  return element;
}

/** As people paste it, the last line's end lost. */
const pasted = (text) => encode(`${text.replace(/\r\n?/g, "\n").trim()}\n`);

/** The keys that are given, and those that this log has handed over to since. */
async function readKeys() {
  const keys = await Promise.all((form.elements.keys.value.match(/\S+/g) ?? []).map(parseKey));
  const listed = keys.some(({ name }) => name === form.dataset.origin) ? form.dataset.keys.split("\n") : [];
  for (const text of listed.map((line) => line.split(" ")[2])) {
    const handover = text && !keys.some((key) => key.text === text) && (await get(`/log/handover/${text.split("+")[1]}`));
    if (handover) await follow(keys, [await parseReceipt(handover)]);
  }
  limit(keys, form.dataset.keys);
  return keys;
}

const when = (at) => new Date(at).toLocaleString("sv", { timeZone: form.dataset.zone });

/** What has a name for people, as `web/src/log/entry.rs` does it. */
function tell(list, group, key, value) {
  if (value && typeof value === "object") {
    for (const [name, part] of Object.entries(value)) tell(list, group, Array.isArray(value) ? key : name, part);
  } else if (say(`${group}-${key}`) && value !== "" && value !== null) {
    put(list, "dt", say(`${group}-${key}`));
    put(list, "dd", say(`${group}-${key}-${value}`) ?? (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? when(value) : value));
  }
}

function showEntry(into, { fields, leaf, openings }) {
  const list = put(into, "dl", "", "facts");
  for (const [key, value] of fields) tell(list, "field", key, key === "time" ? when(Number(value)) : value);
  const open = openings.get("open")?.payload;
  const decode = (bytes) => new TextDecoder().decode(bytes);
  const text = open ? decode(open) : "";
  put(into, "p", say(open ? "words" : "no-words"), "note");
  try {
    if (open) tell(put(into, "dl", "", "facts"), "said", "", JSON.parse(text));
  } catch {
    // Below it stands as it is.
  }
  const exact = put(into, "details", "");
  put(exact, "summary", say("exact"));
  put(exact, "pre", `${decode(leaf)}\n${text}`, "proof").tabIndex = 0;
}

/** What is at an address; null where it cannot be had. */
async function get(address) {
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}

function showRefused(into, error, before = "") {
  if (!(error instanceof Refused)) throw error;
  put(into, "p", before + say(error.why), "refuted");
}

async function run() {
  result.replaceChildren();
  const said = document.createDocumentFragment();
  try {
    const keys = await readKeys();
    const receipt = await parseReceipt(pasted(form.elements.receipt.value));
    const at = await verify(receipt, keys);
    put(said, "h2", say("proven"));
    put(said, "p", say("logged", { ...at, index: receipt.index }), "proven");
    // To the witnessed checkpoint, and on to the newest.
    let [now, seen] = [at, at];
    try {
      for (const to of ["&to=witnessed", ""]) {
        const later = at.origin === form.dataset.origin && (await get(`/log/consistency?from=${now.size}${to}`));
        if (later) now = await verifyLater(now, parseContinuation(later), keys);
        if (now.witnesses.length) seen = now;
      }
      if (now === at) put(said, "p", say(navigator.onLine ? "not-shown" : "offline"), "note");
      else put(said, "p", say("unchanged", { old: at.size, size: now.size }), "proven");
      for (const { name, seconds } of seen.witnesses)
        put(said, "p", say("witnessed", { name, size: seen.size, at: when(Number(seconds) * 1e3) }), "proven");
      if (!seen.witnesses.length) put(said, "p", say("not-witnessed"), "note");
    } catch (error) {
      showRefused(said, error, `${say("not-unchanged")} `);
    }
    put(said, "p", say("own-key"), "note");
    showEntry(said, receipt);
  } catch (error) {
    put(said, "h2", say("not-proven"));
    showRefused(said, error);
  }
  result.replaceChildren(said);
  result.focus();
}

if (form) {
  form.elements.file.closest(".field").hidden = false;
  form.elements.file.addEventListener("change", async () => {
    const [file] = form.elements.file.files;
    if (file && file.size <= MOST_BYTES) form.elements.receipt.value = await file.text();
  });
  // Without a secure context the server does it.
  if (globalThis.crypto?.subtle) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      run();
    });
  } else {
    document.getElementById("insecure").hidden = false;
  }
}
