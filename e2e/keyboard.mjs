// From sign-in to a registered case or incident by keyboard alone, and the same with scripts off.

import assert from 'node:assert/strict';
import { WIDE, signIn, tabTo } from './people.mjs';
import { words } from './words.mjs';

export async function byKeyboardAlone(browser, server, passwords, locale) {
  const t = words(locale);
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: WIDE });
  const page = await context.newPage();
  const keys = page.keyboard;
  const link = (key) => page.getByRole('link', { name: t(key), exact: true });

  await page.goto('/sign-in');
  await tabTo(page, page.getByLabel(t('field-user')));
  await keys.type('clerk');
  await keys.press('Tab');
  await keys.type(passwords.clerk);
  await keys.press('Enter');
  await link('nav-cases').waitFor();

  await keys.press('Tab');
  assert.equal(await link('skip-to-content').evaluate((element) => element === document.activeElement), true, 'the first stop skips the frame');
  await tabTo(page, link('nav-cases'));
  await keys.press('Enter');
  await page.waitForURL('**/cases');
  await tabTo(page, page.locator('a[href^="/cases/new"]').first());
  await keys.press('Enter');
  await page.waitForURL('**/cases/new**');

  await tabTo(page, page.getByLabel(t('case-title')).first());
  await keys.type('演示：键盘登记的路灯不亮');
  await fillByKeyboard(page, t);
  // Asked of the unit itself, it is theirs from the first moment, and accepted there.
  await tabTo(page, page.locator('[name=asked_here]'));
  await keys.press('Space');
  await tabTo(page, page.getByRole('button', { name: t('register-button'), exact: true }));
  await keys.press('Enter');
  await page.waitForURL(/\/cases\/\d{8}-\d+/);
  await page.getByRole('heading', { level: 1, name: '演示：键盘登记的路灯不亮' }).waitFor();

  const accept = page.locator('summary').filter({ hasText: new RegExp(`^\\s*${t('step-accept')}\\s*$`) });
  await tabTo(page, accept);
  if ((await accept.locator('..').getAttribute('open')) === null) await keys.press('Enter');
  await tabTo(page, page.getByRole('button', { name: t('step-accept'), exact: true }));
  await keys.press('Enter');
  await page.getByRole('status').waitFor();
  await context.close();
}

/** Keys that a person presses for a Chinese sign typed by its sound, about. */
const KEYS_A_SIGN = 4;
/** Seconds that somebody who is no typist takes for a key (Card, Moran and Newell's keystroke-level model). */
export const SECONDS_A_KEY = 0.28;
/** Seconds for a key of a phone: 36 words of five letters a minute, as people type with their thumbs (Palin and others, 2019). */
const SECONDS_A_THUMB = 0.33;
/** Seconds to aim at something and touch it: what the keystroke-level model has for pointing. */
const SECONDS_A_TAP = 1.1;
/** What there is for registering an incident. */
const MOST_SECONDS = 30;

/** Keys that it takes to write this. */
const keysOf = (text) => [...text].reduce((keys, sign) => keys + (/[\u3000-\u9fff\uff00-\uffef]/.test(sign) ? KEYS_A_SIGN : 1), 0);

/** Counts what is pressed: the keys that lead from field to field, and the signs that are written. */
export function counting(page) {
  const count = { moves: 0, signs: 0 };
  return {
    async press(key) {
      count.moves += 1;
      await page.keyboard.press(key);
    },
    async type(text) {
      count.signs += keysOf(text);
      await page.keyboard.type(text);
    },
    get keys() {
      return count.moves + count.signs;
    },
    told: () => `${count.moves} keys from field to field, ${count.signs} for the words`,
  };
}

/** The same by thumb on a phone: what is touched, and the signs that are written. */
export function thumbing(page) {
  const count = { taps: 0, signs: 0 };
  return {
    async tap(target) {
      count.taps += 1;
      await target.click();
    },
    /** A list is opened, and one of it touched. */
    async choose(list, value) {
      count.taps += 2;
      await list.selectOption(value);
    },
    async type(text) {
      count.signs += keysOf(text);
      await page.keyboard.type(text);
    },
    /** That it took no longer than there is; answers how much that was, in words. */
    inTime() {
      const seconds = count.taps * SECONDS_A_TAP + count.signs * SECONDS_A_THUMB;
      const told = `${count.taps} taps, ${count.signs} keys for the words`;
      assert.ok(seconds <= MOST_SECONDS, `${told}: ${seconds} s`);
      return `${told}: ${seconds.toFixed(0)} s by thumb`;
    },
  };
}

/** Tab, and no more often than it takes. */
export async function tabOn(hands, page, target) {
  const wanted = await target.elementHandle();
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await hands.press('Tab');
  }
  assert.fail(`not reached: ${target}`);
}

/**
 * Registers an incident from wherever somebody is, by keyboard alone; answers how much that took, in words. A half minute is what
 * there is for it, by a person's hands.
 */
export async function registerIncident(page, t, { what, address, injured, contact, drill = false }) {
  const link = (name) => page.getByRole('link', { name, exact: true });
  await tabTo(page, link(t('nav-incidents')));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/incidents');
  await tabTo(page, link(t('incident-new-title')));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/incidents/new');
  // The first field waits for the first word.
  await page.locator('#what:focus').waitFor();
  const hands = counting(page);
  const began = Date.now();
  await hands.type(what);
  await hands.press('Tab');
  assert.equal(await page.locator('#category').evaluate((element) => element === document.activeElement), true);
  await hands.press('ArrowDown');
  assert.equal(await page.locator('#category').inputValue(), 'incident-fire');
  await hands.press('Tab');
  await hands.type(address);
  await tabOn(hands, page, page.locator('#injured'));
  await hands.type(injured);
  if (contact) {
    await tabOn(hands, page, page.locator('details.sealed summary'));
    await hands.press('Enter');
    await tabOn(hands, page, page.locator('#requester_contact'));
    await hands.type(contact);
  }
  if (drill) {
    await tabOn(hands, page, page.locator('[name=drill]'));
    await hands.press('Space');
  }
  await hands.press('Control+Enter');
  await page.waitForURL(/\/incidents\/\d{8}-\d+$/);
  const seconds = hands.keys * SECONDS_A_KEY;
  assert.ok(seconds <= MOST_SECONDS, `${hands.told()}: ${seconds} s`);
  const machine = ((Date.now() - began) / 1000).toFixed(1);
  return `${hands.told()}: ${seconds.toFixed(0)} s by hand, ${machine} s here`;
}

export async function incidentByKeyboardAlone(browser, server, passwords, locale) {
  const { page, t, done } = await signIn(browser, server, 'duty', passwords, { locale });
  const told = await registerIncident(page, t, { what: '演示：键盘登记的仓库起火', address: '西门仓库', injured: '1' });
  await page.getByRole('heading', { level: 1, name: '演示：键盘登记的仓库起火' }).waitFor();
  // On from there: the next number is written down by keyboard too.
  await tabTo(page, page.locator('#injured'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await page.getByRole('status').waitFor();
  assert.equal(await page.locator('#injured').inputValue(), '2');
  await done();
  return told;
}

/** What the pack asks for: unit and category from lists, by their first choice. */
async function fillByKeyboard(page, t) {
  for (const label of [/^(类别|Category)/, /^(承办单位|责任单位|Responsible unit)/]) {
    const list = page.getByLabel(label).first();
    if ((await list.count()) === 0) continue;
    await tabTo(page, list);
    await page.keyboard.press('ArrowDown');
  }
}

export async function withoutScripts(browser, server, passwords, locale) {
  const person = await signIn(browser, server, 'clerk', passwords, { locale, javaScriptEnabled: false });
  const { page, t } = person;
  await page.goto('/cases/new');
  await page.getByLabel(t('case-title')).first().fill('演示：不用脚本登记的井盖破损');
  for (const label of [/^(类别|Category)/, /^(承办单位|责任单位|Responsible unit)/]) {
    await page.getByLabel(label).first().selectOption({ index: 1 });
  }
  await page.getByRole('button', { name: t('register-button'), exact: true }).click();
  await page.waitForURL(/\/cases\/\d{8}-\d+/);
  const number = /\d{8}-\d+/.exec(page.url())[0];
  await page.goto('/cases');
  await page.getByRole('link', { name: number }).first().waitFor();
  await person.done();
}
