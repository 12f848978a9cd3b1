// A request without a name, on a phone: asked, answered by the office, not solved, opened again, solved.

import assert from 'node:assert/strict';
import { PHONE, assertAccessible, assertFits, keepPicture, signIn, sizeOf } from './people.mjs';
import { take } from './story.mjs';
import { words } from './words.mjs';

const FIRST_LINE = '演示：东门的路灯不亮';
const WORDS = `${FIRST_LINE}\n三天了，晚上看不见路。`;
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export async function askWithoutAName(browser, server, passwords, locale) {
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE, javaScriptEnabled: locale === 'en' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const t = words(locale);
  const look = async (name) => {
    await keepPicture(page, `portal-${name}.${locale}.390`);
    await assertFits(page, `portal ${name} (${locale})`);
    // axe is a script of its own.
    if (locale === 'en') await assertAccessible(page, `portal ${name} (${locale})`);
  };
  const next = () => page.getByRole('button', { name: t('portal-next'), exact: true }).click();

  await page.goto('/portal');
  await look('start');
  await page.getByRole('link', { name: t('portal-start-ask'), exact: true }).click();
  // Nobody is in danger: the numbers to call come before anything else all the same.
  await page.locator('a[href="tel:110"]').first().waitFor();
  await look('danger');
  await next();
  await next();
  await page.getByRole('alert').getByText(t('portal-what-needed')).waitFor();
  await page.getByRole('textbox').fill(WORDS);
  await look('what');
  await next();
  await page.getByLabel(t('portal-where-label')).fill('人民路12号东门');
  await look('where');
  await next();
  await page.getByRole('radio').nth(1).check();
  await look('category');
  await next();
  await look('about');
  await next();
  await look('contact');
  await next();
  await page.getByText(FIRST_LINE).first().waitFor();
  await page.getByLabel(t('portal-files')).setInputFiles({ name: '东门.png', mimeType: 'image/png', buffer: PHOTO });
  await look('check');
  await page.getByRole('button', { name: t('portal-send'), exact: true }).click();
  await page.getByRole('heading', { name: t('portal-new-title'), exact: true }).waitFor();
  await look('new');
  const home = new URL(page.url()).pathname;
  const number = /\d{8}-\d{5}/.exec(await page.locator('.crumb').first().textContent())[0];

  await officeAnswers(browser, server, passwords, locale, number);

  await page.goto(home);
  await page.getByText('已换灯泡，请再看看。').first().waitFor();
  await look('answered');
  await say(page, t, false);
  await page.getByRole('status').getByText(t('portal-done-confirm')).waitFor();
  await page.locator('summary', { hasText: t('portal-reopen') }).click();
  await page.getByLabel(t('portal-reopen-label')).fill('又灭了');
  await page.locator('details').filter({ has: page.getByLabel(t('portal-reopen-label')) }).getByRole('button').click();
  await page.getByRole('status').getByText(t('portal-done-reopen')).waitFor();

  await officeAnswers(browser, server, passwords, locale, number);
  await page.goto(home);
  await say(page, t, true);
  await page.getByRole('status').getByText(t('portal-done-confirm')).waitFor();
  await look('ended');
  await page.getByRole('link', { name: t('case-take-receipt'), exact: true }).click();
  await page.getByText(t('receipts-text'), { exact: true }).click();
  await page.locator('pre.proof').waitFor();
  await look('receipt');
  await page.goto('/portal/mine');
  await look('find');
  await page.getByLabel(t('portal-find-label')).fill(home.split('/').at(-1).toUpperCase());
  await page.getByRole('button', { name: t('portal-find-button'), exact: true }).click();
  await page.getByText(number).first().waitFor();
  await context.close();
}

/** Solved or not, in the requester's own word. */
async function say(page, t, solved) {
  const form = page.locator('form').filter({ has: page.locator('[name=solved]') });
  await form.locator(`[name=solved][value=${solved ? 'yes' : 'no'}]`).check();
  await form.locator('[name=satisfied][value=yes]').check();
  await form.getByRole('button', { name: t('portal-confirm-button'), exact: true }).click();
}

/** The office answers for itself and closes. */
async function officeAnswers(browser, server, passwords, locale, number) {
  const { page, t, done } = await signIn(browser, server, 'clerk', passwords, { locale, viewport: sizeOf(locale) });
  await page.goto(`/cases/${number}`);
  assert.ok(await page.getByText(FIRST_LINE).first().isVisible());
  await assertFits(page, `the request at the office (${locale})`);
  await take(page, t, 'step-answer', async (form) => {
    await form.getByLabel(t('step-field-answer')).fill('已换灯泡，请再看看。');
    const outcome = form.getByLabel(t('step-field-outcome'));
    if (await outcome.count()) await outcome.selectOption({ label: t('outcome-solved') });
    else await form.getByLabel(t('outcome-solved'), { exact: true }).check();
  });
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-close');
  await done();
}
