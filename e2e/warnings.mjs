// A public warning, from the draft to the feed; an operating level, told to every post.

import assert from 'node:assert/strict';
import { WIDE, lookAt, signIn } from './people.mjs';

const HEADLINE = { 'zh-CN': '演示：道路积水预警', en: 'Demonstration: flooded roads' };

export async function warnThePublic(browser, server, passwords, locale) {
  const duty = await signIn(browser, server, 'duty', passwords, { locale });
  const { page, t } = duty;
  await page.goto('/warnings/new');
  await page.locator('#hazard').selectOption('flood');
  // Nothing grave is chosen beforehand.
  for (const [list, chosen] of Object.entries({ colour: 'orange', urgency: 'expected', certainty: 'likely', response: 'avoid' })) {
    assert.equal(await page.locator(`#${list}`).inputValue(), '');
    await page.locator(`#${list}`).selectOption(chosen);
  }
  // Without an end and without a place it is not handed in; what was written stays.
  for (const [tag, language] of [['zh', 'zh-CN'], ['en', 'en']]) {
    await page.locator(`#headline_${tag}`).fill(HEADLINE[language]);
    await page.locator(`#description_${tag}`).fill('…');
    await page.locator(`#instruction_${tag}`).fill('…');
  }
  await page.locator('#expires').fill('2026-03-05T08:00');
  await page.getByRole('button', { name: t('warning-send-draft') }).click();
  await page.locator('#errors').waitFor();
  assert.equal(await page.locator('#headline_zh').inputValue(), HEADLINE['zh-CN']);
  await page.locator('input[name="area:chengdong"]').check();
  await lookAt(page, locale, 'warning-draft');
  await page.getByRole('button', { name: t('warning-send-draft') }).click();
  await page.getByRole('heading', { name: t('warning-waits') }).waitFor();
  const path = new URL(page.url()).pathname;
  assert.equal(await page.getByRole('button', { name: t('warning-approve'), exact: true }).count(), 0);

  const chief = await signIn(browser, server, 'chief', passwords, { locale });
  await chief.page.getByRole('link', { name: HEADLINE[locale] }).click();
  await lookAt(chief.page, locale, 'warning-waits');
  await chief.page.getByRole('button', { name: t('warning-approve'), exact: true }).click();
  await page.goto(path);
  await page.getByRole('button', { name: t('warning-publish'), exact: true }).click();
  await page.getByText(t('warning-stage-in-force')).first().waitFor();
  await lookAt(page, locale, 'warning');
  await page.goto('/warnings');
  await lookAt(page, locale, 'warnings');
  await chief.done();
  await duty.done();

  const context = await browser.newContext({ baseURL: server.url, locale, viewport: WIDE });
  const guest = await context.newPage();
  await guest.goto('/public/warnings');
  await guest.getByText(HEADLINE[locale]).waitFor();
  await lookAt(guest, locale, 'public-warnings');
  const feed = await (await context.request.get('/feeds/cap.atom')).text();
  const links = [...feed.matchAll(/type="application\/cap\+xml" href="([^"]+)"/g)].map(([, href]) => href);
  const documents = await Promise.all(links.map(async (href) => (await context.request.get(href)).text()));
  for (const kind of ['Alert', 'Update', 'Cancel']) {
    assert.ok(documents.some((text) => text.includes(`<msgType>${kind}</msgType>`)), kind);
  }
  assert.ok(documents.some((text) => text.includes('<status>Exercise</status>')));
  assert.ok(documents.every((text) => text.includes('<SignatureValue>')));
  await context.close();
}

export async function raiseTheLevel(browser, server, passwords, locale) {
  const chief = await signIn(browser, server, 'chief', passwords, { locale });
  const { page, t } = chief;
  await page.goto('/levels');
  await page.locator('#level').selectOption('emergency');
  await page.locator('#until').fill('2026-03-06T08:00');
  await page.locator('form[action="/levels"] #reason').fill('演示：洪水');
  await page.getByRole('button', { name: t('level-button'), exact: true }).click();
  await page.getByText('演示：洪水').waitFor();
  const water = await signIn(browser, server, 'water', passwords, { locale });
  await water.page.getByText(t('level-read-it')).first().click();
  await water.page.locator('section', { hasText: '演示：洪水' }).getByRole('button', { name: t('level-acknowledge') }).click();
  await page.goto('/levels');
  await page.locator('section', { hasText: '演示：洪水' }).locator('summary').first().click();
  await lookAt(page, locale, 'levels');
  await water.done();
  await chief.done();
}
