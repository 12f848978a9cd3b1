// A receipt taken home: a clerk registers, prints, and whoever has the paper verifies it on a phone, with and without the
// network, and with scripts off.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PHONE, assertAccessible, assertFits, keepPicture, shots, signIn } from './people.mjs';
import { readCode } from './qr.mjs';
import { words } from './words.mjs';

/** Long, so that the receipt is and its code has many modules; a little longer, and the receipt would leave it out. */
const TITLE = `演示：楼道灯不亮${'，六楼七楼也一样'.repeat(12)}`;

/** Registers a case and answers the text of its receipt and its address. */
async function takeHome(browser, server, passwords, locale) {
  // The screens of phones have two points and more to a pixel of the page.
  const { page, t, done } = await signIn(browser, server, 'clerk', passwords, { locale, deviceScaleFactor: 2 });
  await page.goto('/cases/new');
  await page.locator('[name=title]').fill(TITLE);
  for (const name of ['category', 'unit']) {
    const list = page.locator(`select[name=${name}]`);
    await list.selectOption(await list.locator('option[value]:not([value=""])').first().getAttribute('value'));
  }
  for (const name of ['description', 'address', 'source']) {
    const field = page.locator(`[name=${name}]`);
    if (await field.count()) await field.fill('三单元');
  }
  await page.locator('main form button:not([name=look])').last().click();
  await page.waitForURL(/\/cases\/\d{8}-\d+$/);
  await page.getByRole('link', { name: t('case-take-receipt'), exact: true }).click();
  await page.getByRole('img', { name: t('receipts-code') }).waitFor();
  const receipt = await page.locator('pre.proof').textContent();
  await readFromScreenAndPaper(browser, page, t, receipt, locale);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('receipts-save') }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^huying-receipt-\d{8}-\d+-\d+\.txt$/);
  const address = page.url();
  await done();
  return { receipt, address };
}

/** The code is the whole receipt: on a phone's screen, as it is printed, and on the paper itself. */
async function readFromScreenAndPaper(browser, page, t, receipt, locale) {
  const code = page.getByRole('img', { name: t('receipts-code') });
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  for (const media of ['screen', 'print']) {
    await page.emulateMedia({ media });
    assert.equal(await readCode(browser, await code.screenshot()), receipt, `the code in ${media}`);
  }
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  const paper = `${shots}receipt.${locale}`;
  await page.pdf({ path: `${paper}.pdf`, format: 'A4' });
  const read = [];
  // A camera tries more than once, too.
  for (const dpi of ['200', '300', '250', '150']) {
    await promisify(execFile)('pdftoppm', ['-r', dpi, '-f', '1', '-singlefile', '-png', `${paper}.pdf`, paper]);
    read.push(await readCode(browser, await readFile(`${paper}.png`)));
    if (read.at(-1) !== null) break;
  }
  assert.equal(read.at(-1), receipt, 'the code on the paper');
}

async function phone(browser, server, locale, options = {}) {
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto('/verify');
  return { context, page, t: words(locale) };
}

async function verify({ page, t }, receipt) {
  await page.getByLabel(t('receipt-check-receipt'), { exact: true }).fill(receipt);
  await page.getByRole('button', { name: t('receipt-check-button'), exact: true }).click();
  await page.locator('#result h2').waitFor();
  return page.locator('#result').textContent();
}

/** What is kept of the page is of nobody: no receipt, and nothing that this browser was given to be known by. */
async function keptForLater({ page, t, context }, receipt) {
  await page.getByText(t('receipt-check-kept')).waitFor();
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('verify');
    const read = async (request) => [new URL(request.url).pathname, await (await cache.match(request)).text()];
    return { caches: await caches.keys(), files: await Promise.all((await cache.keys()).map(read)) };
  });
  assert.deepEqual(kept.caches, ['verify']);
  const paths = kept.files.map(([path]) => path.replace(/-[0-9a-f]{10}\./, '.')).sort();
  assert.deepEqual(paths, ['/assets/day.css', '/assets/desk.css', '/assets/desk.js', '/assets/keep.js', '/assets/mark.svg', '/assets/verify.js', '/verify']);
  const cookies = await context.cookies();
  assert.ok(cookies.length > 0);
  const own = cookies.map(({ value }) => value).concat(receipt.split('\n').filter((line) => line.length > 40), TITLE);
  for (const [path, text] of kept.files) assert.deepEqual(own.filter((part) => text.includes(part)), [], path);
}

export async function takeAReceiptHome(browser, server, passwords, locale) {
  const { receipt } = await takeHome(browser, server, passwords, locale);
  const somebody = await phone(browser, server, locale);
  const { page, t, context } = somebody;
  let said = await verify(somebody, receipt);
  assert.ok(said.startsWith(t('receipt-check-proven')), said);
  assert.match(said, t('receipt-check-unchanged'));
  // In words, what was logged: not as programs write it to each other.
  assert.equal(await page.locator('#result dd').first().textContent(), t('logged-registered'));
  const facts = (await page.locator('#result dl').allTextContents()).join(' ');
  assert.ok(facts.includes(t('said-title')) && facts.includes(TITLE) && !/[{"]|registered/.test(facts), facts);
  await keepPicture(page, `verified.${locale}.390`);
  await assertFits(page, `/verify (${locale})`);
  await assertAccessible(page, `/verify, proven (${locale})`);

  await keptForLater(somebody, receipt);
  await context.setOffline(true);
  // The page as it is, and as it is opened anew: both say what without the network nobody can.
  for (const open of [() => {}, () => page.reload(), () => page.goto('/verify?again')]) {
    await open();
    assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
    await page.getByText(t('receipt-check-kept')).waitFor();
    said = await verify(somebody, receipt);
    assert.ok(said.startsWith(t('receipt-check-proven')) && said.includes(t('receipt-check-offline')), said);
    assert.doesNotMatch(said, t('receipt-check-unchanged'));
  }
  await keepPicture(page, `verified-offline.${locale}.390`);
  await assertFits(page, `/verify without the network (${locale})`);
  said = await verify(somebody, receipt.replace(/^index .*/m, 'index 0'));
  assert.equal(said, t('receipt-check-not-proven') + t('receipt-check-not-included'));
  said = await verify(somebody, 'c2sp.org/tlog-proof@v1');
  assert.equal(said, t('receipt-check-not-proven') + t('receipt-check-unreadable'));
  await context.close();

  const plain = await phone(browser, server, locale, { javaScriptEnabled: false });
  // Locators by text pass over what stands in <noscript>.
  assert.equal(await plain.page.locator('noscript').innerText(), t('receipt-check-no-script'));
  said = await verify(plain, receipt);
  assert.ok(said.startsWith(t('receipt-check-proven')), said);
  assert.match(said, t('receipt-check-unchanged'));
  await plain.context.close();
}

/** Somebody who holds the key that the log had before: the page's script asks for the handover and verifies the rest. */
export async function verifyWithAnOlderKey(browser, server, passwords, locale, older) {
  const { receipt } = await takeHome(browser, server, passwords, locale);
  const somebody = await phone(browser, server, locale);
  const { page, t, context } = somebody;
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.locator('[name=keys]').fill(older);
  const said = await verify(somebody, receipt);
  assert.ok(said.startsWith(t('receipt-check-proven')), said);
  assert.match(said, t('receipt-check-unchanged'));
  assert.ok(asked.some((path) => path.startsWith('/log/handover/')), asked.join(' '));
  // Without the network nothing leads from that key to the next.
  await context.setOffline(true);
  const alone = await verify(somebody, receipt);
  assert.equal(alone, t('receipt-check-not-proven') + t('receipt-check-not-signed'));
  await context.close();
}
