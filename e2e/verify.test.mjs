// The page's verifier on the test vectors of docs/log-format.md, without a browser.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const vectors = new URL('../docs/log-vectors/', import.meta.url);
const script = new URL('../assets/desk/verify.js', import.meta.url);
const read = (path) => new Uint8Array(readFileSync(new URL(path, vectors)));
const text = (path) => readFileSync(new URL(path, vectors), 'utf8');
const source = readFileSync(script, 'utf8');
// The folder of the assets is no package of modules: the script comes as its text.
const own = await import(`data:text/javascript,${encodeURIComponent(source)}`);

async function keys() {
  const named = text('log/policy').split('\n').map((line) => /^(?:log|witness \S+) (\S+)$/.exec(line)?.[1]);
  const known = await Promise.all(named.filter(Boolean).map(own.parseKey));
  own.limit(known, text('log/keys'));
  return known;
}

const lines = (path) => text(path).trim().split('\n').filter((line) => !line.startsWith('#')).map((line) => line.split(' '));

test('it comes to the same end for every case', async (t) => {
  const known = await keys();
  assert.equal(known.length, 4);
  let found = 0;
  for (const [expected, receipt, later] of lines('cases.txt')) {
    await t.test(`${expected} ${receipt} ${later}`, async () => {
      const proven = async () => {
        const parsed = await own.parseReceipt(read(receipt));
        const at = await own.verify(parsed, known);
        return later === '-' ? 'logged' : (await own.verifyLater(at, own.parseContinuation(read(later)), known)) && 'unchanged';
      };
      if (expected === 'refused') await assert.rejects(proven, own.Refused);
      else assert.equal(await proven(), expected);
    });
    found += 1;
  }
  assert.ok(found > 50, `${found} cases`);
});

test('it says what the receipt says and by whom it is witnessed', async () => {
  const known = await keys();
  const receipt = await own.parseReceipt(read('receipts/registered.tlog-proof'));
  const at = await own.verify(receipt, known);
  assert.deepEqual([at.origin, at.size, receipt.index, at.witnesses, at.of], ['log.example.org/huying', 100n, 41n, [], 2]);
  assert.equal(receipt.fields.get('kind'), 'answered');
  assert.equal(new TextDecoder().decode(receipt.openings.get('open').payload), '{"title":"路灯不亮","number":41}');
  assert.equal(receipt.openings.get('sealed').payload, null);
  const now = await own.verifyLater(at, own.parseContinuation(read('continuations/100-300.txt')), known);
  assert.deepEqual(now.witnesses.map(({ name }) => name), ['witness.example/north', 'witness.example/south']);
});

test('commitments and leaf hashes are those of the vectors', async () => {
  const hex = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
  for (const [what, a, b, expected] of lines('tree.txt').filter(([what]) => what === 'commitment')) {
    assert.equal(base64(await own.commitment(hex(a), hex(b))), expected, what);
  }
});

test('without WebCrypto’s Ed25519 it comes to the same', async () => {
  // RFC 8032 §7.1, test 2.
  const bytes = (digits) => Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
  const key = bytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const signature = bytes('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00');
  for (const own_ of [false, true]) {
    assert.equal(await own.isSignature(key, Uint8Array.of(0x72), signature, own_), true);
    assert.equal(await own.isSignature(key, Uint8Array.of(0x73), signature, own_), false);
    const wrong = signature.slice();
    wrong[63] ^= 0x20;
    assert.equal(await own.isSignature(key, Uint8Array.of(0x72), wrong, own_), false);
    // A key of small order, under which this verifies anything.
    const weak = join32(1);
    assert.equal(await own.isSignature(weak, Uint8Array.of(0x72), new Uint8Array([...weak, ...new Uint8Array(32)]), own_), false);
  }
});

const join32 = (first) => Uint8Array.of(first, ...new Uint8Array(31));

test('it is small', () => {
  assert.ok(readFileSync(script).length < 20 * 1024, `${readFileSync(script).length} bytes`);
});

test('a handover leads from the key that one holds to the next one, and nothing else does', async () => {
  const [first] = text('log/keys').split('\n').map((line) => line.split(' ')[2]);
  const held = async () => [await own.parseKey(first)];
  const named = await own.parseReceipt(read('receipts/change-of-keys.tlog-proof'));
  const newest = await own.parseReceipt(read('receipts/newest.tlog-proof'));
  await assert.rejects(own.verify(newest, await held()), own.Refused);
  const keys = await held();
  assert.deepEqual(await own.follow(keys, [named]), []);
  assert.deepEqual(keys.map(({ first }) => first), [0n, 130n]);
  assert.equal((await own.verify(newest, keys)).size, 300n);
  // A receipt that names no key, and a handover by a key that nobody holds.
  const registered = await own.parseReceipt(read('receipts/registered.tlog-proof'));
  assert.equal((await own.follow(await held(), [registered])).length, 1);
  assert.equal((await own.follow([], [named])).length, 1);
});
