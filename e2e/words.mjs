// The words of the screens, from the same files that the program carries: a test looks for what a person reads.

import { readdirSync, readFileSync } from 'node:fs';

const locales = new URL('../locales/', import.meta.url);

/** `words('en')('sign-in-button')` is what the button says. With arguments it answers a pattern that fits any. */
export function words(locale) {
  const folder = new URL(`${locale}/`, locales);
  const messages = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ftl'))) {
    for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
      const found = /^([a-z][\w-]*) = (.+)$/.exec(line);
      if (found) messages.set(found[1], found[2].trim());
    }
  }
  return (key) => {
    const text = messages.get(key);
    if (text === undefined) throw new Error(`${locale} has no one-line message ${key}`);
    if (!text.includes('{')) return text;
    const parts = text.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(parts.join('.+'));
  };
}
