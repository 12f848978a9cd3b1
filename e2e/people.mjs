// People at the desk.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import { words } from './words.mjs';

export const shots = new URL('./shots/', import.meta.url).pathname;
export const LANGUAGES = ['zh-CN', 'en'];
export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** A browser of its own for one person, signed in. */
export async function signIn(browser, server, user, passwords, { locale = 'en', ...options } = {}) {
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: WIDE, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const t = words(locale);
  await page.goto('/sign-in');
  await page.getByLabel(t('field-user')).fill(user);
  await page.getByLabel(t('field-password'), { exact: true }).fill(passwords[user]);
  await page.getByRole('button', { name: t('sign-in-button') }).click();
  await page.getByRole('button', { name: t('sign-out') }).waitFor();
  return { page, t, context, locale, done: () => context.close() };
}

/** What axe has looked at: path, language and width. `routes.mjs` asks it whether a page was left out. */
export const looked = [];

/** Nothing that WCAG 2.2 AA forbids, as far as a program can tell. */
export async function assertAccessible(page, where) {
  looked.push({
    path: new URL(page.url()).pathname,
    language: await page.evaluate(() => document.documentElement.lang),
    width: page.viewportSize().width,
  });
  const found = await new AxeBuilder({ page })
    // Without it each look opens a page more, to put together what frames have; there are no frames.
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const told = found.violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).slice(0, 3).join('\n    ')}`);
  assert.deepEqual(told, [], `${where}:\n${told.join('\n')}`);
}

/** A window's size by its width, as the names of pictures say it. */
const SIZES = { 1280: WIDE, 390: PHONE };
/** The width at which axe looks, by language: a page's markup is the same in both, so each width is seen in one of them. */
const LOOKED_AT = { 'zh-CN': '1280', en: '390' };

/** The window of everybody in a story, the office's too: a desk in one language, a phone from end to end in the other. */
export const sizeOf = (locale) => SIZES[LOOKED_AT[locale]];

/** Pictures of all pages and papers are for people to look at: they are made where `HUYING_PICTURES` is set (`npm run pictures`). */
const PICTURES = Boolean(process.env.HUYING_PICTURES);

/** A picture of the whole page, if pictures are wanted. */
export async function keepPicture(page, name) {
  if (PICTURES) await page.screenshot({ path: `${shots}${name}.png`, fullPage: true });
}

/** The page as it is, on a desk and on a phone: nothing beside the window, nothing inaccessible; a picture of each, if pictures are wanted. */
export async function lookAt(page, locale, name) {
  const before = page.viewportSize();
  for (const [width, size] of Object.entries(SIZES)) {
    const where = `${name} (${locale}, ${width} px)`;
    await page.setViewportSize(size);
    await keepPicture(page, `${name}.${locale}.${width}`);
    await assertFits(page, where);
    if (width === LOOKED_AT[locale]) await assertAccessible(page, where);
  }
  await page.setViewportSize(before);
}

/** The text of a PDF, as a reader would select it; and its pages as pictures beside it, if pictures are wanted. */
export async function lookAtPaper(path) {
  const run = promisify(execFile);
  if (PICTURES) await run('pdftoppm', ['-r', '80', '-png', path, path.replace(/\.pdf$/, '')]);
  const { stdout } = await run('pdftotext', ['-layout', path, '-']);
  return stdout;
}

/** A page as wide as its window: nobody scrolls sideways on a phone. */
export async function assertFits(page, where) {
  const [content, window, beyond] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const reach = (element) => element.getBoundingClientRect().right > clientWidth;
    const beyond = [...document.querySelectorAll('body *')].filter(reach).map((element) => element.outerHTML.slice(0, 120));
    return [scrollWidth, clientWidth, beyond.slice(0, 3)];
  });
  assert.ok(content <= window, `${where} is ${content} px wide in a window of ${window}:\n${beyond.join('\n')}`);
}

/** Goes on with the Tab key until `target` has the focus. */
export async function tabTo(page, target, most = 80) {
  const wanted = await target.elementHandle();
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`not reached with ${most} times Tab: ${target}`);
}
