// The page's verifier as a command, with the arguments of docs/verify_receipt.py: the program's own tests run both on
// receipts that they have just made. Ends with 0 when what it prints is proven, 1 when it is refused.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const source = readFileSync(new URL('../assets/desk/verify.js', import.meta.url), 'utf8');
// The folder of the assets is no package of modules: the script comes as its text.
const own = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const read = (path) => new Uint8Array(readFileSync(path));
const many = { type: 'string', multiple: true, default: [] };
const one = { type: 'string' };
const options = { key: many, witness: many, handover: many, keys: one, later: one };
const { values, positionals } = parseArgs({ options, allowPositionals: true });

try {
  const keys = await Promise.all([...values.key, ...values.witness].map(own.parseKey));
  const handovers = await Promise.all(values.handover.map((path) => own.parseReceipt(read(path))));
  const nowhere = await own.follow(keys, handovers);
  if (nowhere.length > 0) throw new own.Refused('handover', `${nowhere.length} of them lead nowhere`);
  if (values.keys) own.limit(keys, readFileSync(values.keys, 'utf8'));
  const receipt = await own.parseReceipt(read(positionals[0]));
  const at = await own.verify(receipt, keys);
  console.log(`logged: leaf ${receipt.index} of ${at.origin} was there when it had ${at.size}`);
  if (values.later) {
    const now = await own.verifyLater(at, own.parseContinuation(read(values.later)), keys);
    console.log(`unchanged: until the log had ${now.size} leaves, the first ${at.size} were as then`);
  }
} catch (error) {
  if (!(error instanceof own.Refused)) throw error;
  console.log(`refuted: ${error.message}`);
  process.exitCode = 1;
}
