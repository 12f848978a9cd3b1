// The portal's doors on a phone, without scripts in one language: a petition with what is promised of it, and a report of wrongdoing
// that says who alone will see who it came from.

import assert from 'node:assert/strict';
import { PHONE, assertAccessible, assertFits, keepPicture, signIn } from './people.mjs';
import { words } from './words.mjs';

const CLAIM = '演示：阳光小区物业费多收\n去年一年按1.8元收，备案是1.5元，请求退还。';
const WRONG = '演示：工头在门口收钱\n三月一日上午，在施工现场门口。';
const WHOM = '住建局现场负责人';

async function phone(browser, server, locale) {
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE, javaScriptEnabled: locale === 'en' });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const t = words(locale);
  const look = async (name) => {
    await keepPicture(page, `doors-${name}.${locale}.390`);
    await assertFits(page, `${name} (${locale})`);
    // axe is a script of its own.
    if (locale === 'en') await assertAccessible(page, `${name} (${locale})`);
  };
  const next = () => page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  return { context, page, t, look, next };
}

/** Brought by somebody who came in by the navigation, and so is asked what they want. */
export async function bringAPetition(browser, server, locale) {
  const { context, page, t, look, next } = await phone(browser, server, locale);
  await page.goto('/portal');
  await look('start');
  await page.goto('/portal/ask');
  await next();
  await page.getByRole('heading', { name: t('portal-ask-door'), exact: true }).waitFor();
  await look('door');
  await page.getByLabel(t('portal-door-petition'), { exact: true }).check();
  await next();
  // By the clocks of the pack, each with its article.
  const promised = await page.locator('section:has(#by-when)').textContent();
  for (const said of locale === 'en' ? ['15 days', '60 days', '5 working days'] : ['15 日内', '60 日内', '5 个工作日内']) assert.ok(promised.includes(said), said);
  assert.ok(promised.includes('第22条') && promised.includes('第23条'), promised);
  await look('petition-what');
  await page.locator('#description').fill(CLAIM);
  await next();
  await page.getByLabel(t('portal-where-label')).fill('东湖路86号');
  await next();
  await page.locator('input[name=category][value=claim-housing]').check();
  await look('petition-category');
  await next();
  await look('petition-about');
  await next();
  await page.locator('#requester_contact').fill('13900000000');
  await next();
  await look('petition-check');
  await page.getByRole('button', { name: t('portal-send'), exact: true }).click();
  await page.getByRole('heading', { name: t('portal-new-title'), exact: true }).waitFor();
  await look('petition-new');
  await context.close();
}

/** Without a name; the receiving clerk reads whom it is about and puts it down. */
export async function reportAWrongdoing(browser, server, passwords, locale) {
  const { context, page, t, look, next } = await phone(browser, server, locale);
  await page.goto('/portal');
  await page.getByRole('link', { name: t('portal-door-report'), exact: true }).click();
  await next();
  await page.locator('#description').fill(WRONG);
  await look('report-what');
  await next();
  await next();
  // What it is, is no question any more.
  assert.equal(await page.locator('input[name=category][type=radio]').count(), 0);
  await page.locator('#about_words').fill(WHOM);
  await look('report-about');
  await next();
  await page.getByText(t('portal-source-free')).waitFor();
  await look('report-contact');
  await next();
  const before = page.locator('section:has(#who-sees)');
  await before.getByText(t('portal-source-who')).waitFor();
  await before.getByText(t('portal-source-anonymous')).waitFor();
  await look('report-check');
  await page.getByRole('button', { name: t('portal-send'), exact: true }).click();
  await page.getByRole('heading', { name: t('portal-new-title'), exact: true }).waitFor();
  await look('report-new');
  const number = /\d{8}-\d{5}/.exec(await page.locator('.crumb').first().textContent())[0];
  await context.close();

  const clerk = await signIn(browser, server, 'clerk', passwords, { locale });
  await clerk.page.goto(`/cases/${number}`);
  await clerk.page.locator('#about-said').waitFor();
  assert.ok(!(await clerk.page.locator('main').textContent()).includes(WHOM), 'under seal');
  await keepPicture(clerk.page, `doors-report-desk.${locale}`);
  const staff = clerk.page.locator('#about-about option[value^="staff:"]', { hasText: /Handler, Housing|住房和城乡建设局承办人/ }).first();
  const value = await staff.getAttribute('value');
  await clerk.page.locator('summary', { hasText: t('step-about') }).click();
  await clerk.page.locator('#about-about').selectOption(value);
  await clerk.page.locator('#about-text').fill('见密封说明');
  await clerk.page.getByRole('button', { name: t('step-about'), exact: true }).click();
  await clerk.page.getByText(t('case-withheld'), { exact: true }).waitFor();
  await keepPicture(clerk.page, `doors-report-withheld.${locale}`);
  await clerk.done();
}
