// The program itself, as somebody would start it.

import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? `${root}target`;
const binary = process.env.HUYING_BIN ?? `${target}/debug/huying`;
if (!existsSync(binary)) {
  throw new Error(`There is no program at ${binary}. Run \`cargo build\` first, or name it in HUYING_BIN.`);
}

/** Makes the demonstration in `dir` as of `at`, and answers its accounts: user → password. */
export async function makeDemo(dir, at) {
  const made = await promisify(execFile)(binary, ['demo', '--no-serve', '--json', '--data', dir, '--at', at], {
    maxBuffer: 16 * 1024 * 1024,
  });
  const { accounts } = JSON.parse(made.stdout);
  return Object.fromEntries(accounts.map(({ user, password }) => [user, password]));
}

/** Gives the log of `dir`, which nobody serves, a new key; answers the key that it had. */
export async function rotateLogKey(dir) {
  const { stdout } = await promisify(execFile)(binary, ['log', 'rotate', '--data', dir]);
  return stdout.split('\n')[0].split(' ')[2];
}

/** Hands a letter over as a mail server's pipe does. */
export async function handIn(dir, letter) {
  const child = spawn(binary, ['mail-in', '--data', dir], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(letter);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`mail-in ended with ${code}`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Serves `dir` from `at` on, with more options where they are given; answers the address and how to stop it. */
export async function serve(dir, at, more = []) {
  const port = await freePort();
  const child = spawn(binary, ['serve', '--data', dir, '--listen', `127.0.0.1:${port}`, '--at', at, ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (part) => (log += part));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (child.exitCode !== null) throw new Error(`The program ended at once:\n${log}`);
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok).catch(() => false);
    if (ready) break;
    if (tries > 150) throw new Error(`The program did not get ready:\n${log}`);
    await new Promise((later) => setTimeout(later, 100));
  }
  return {
    url,
    log: () => log,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await ended;
      if (code !== 0) throw new Error(`The program ended with ${code}:\n${log}`);
    },
  };
}
