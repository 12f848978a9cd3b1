// Who reported is seen by the receiving post alone; a danger reaches the duty post; somebody invited sees one case; a round.

import assert from 'node:assert/strict';
import { PHONE, assertFits, keepPicture, lookAt, signIn } from './people.mjs';
import { words } from './words.mjs';

const NAME = '欧阳某某';
const SOURCE = '写给县长的信';
const TITLE = '演示：工头在门口收钱';

export async function shieldWhoReported(browser, server, passwords, locale) {
  const clerk = await signIn(browser, server, 'clerk', passwords, { locale });
  const { page, t } = clerk;
  await page.goto('/cases/new?kind=petition');
  await page.locator('#title').fill(TITLE);
  await page.locator('#category').selectOption('report');
  await page.locator('#unit').selectOption('housing');
  await page.locator('#source').fill(SOURCE);
  await page.locator('#requester_name').fill(NAME);
  await page.getByRole('button', { name: t('register-button'), exact: true }).click();
  await page.waitForURL(/\/cases\/\d{8}-\d+$/);
  const path = new URL(page.url()).pathname;
  await page.getByText(SOURCE).first().waitFor();
  await page.getByText(t('source-own')).waitFor();
  await lookAt(page, locale, 'source-own');

  const housing = await signIn(browser, server, 'housing', passwords, { locale });
  await housing.page.goto(path);
  await housing.page.getByRole('heading', { name: TITLE }).waitFor();
  await housing.page.getByText(t('source-why')).waitFor();
  const told = await housing.page.locator('main').textContent();
  for (const secret of [NAME, SOURCE]) assert.ok(!told.includes(secret), secret);
  assert.equal(await housing.page.locator('#sealed').count(), 0);
  await lookAt(housing.page, locale, 'source-hidden');
  for (const address of [`${path}/receipts/1`, `/api/v1${path}`, `/api/v1${path}/events`]) {
    const text = await (await housing.context.request.get(address)).text();
    for (const secret of [NAME, SOURCE, 'requester_name']) assert.ok(!text.includes(secret), `${address}: ${secret}`);
  }

  await page.locator('summary', { hasText: t('source-hand-on') }).click();
  await page.locator('#source-post').selectOption('office-chief');
  await page.locator('#source-reason').fill('转由专班收件');
  await page.getByRole('button', { name: t('source-hand-on'), exact: true }).click();
  await page.getByText(t('source-why')).waitFor();
  assert.ok(!(await page.locator('main').textContent()).includes(SOURCE));
  await housing.done();
  await clerk.done();
}

export async function callTheDutyPost(browser, server, passwords, locale) {
  const t = words(locale);
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE, javaScriptEnabled: false });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const next = () => page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  await page.goto('/portal/ask?for=request');
  await page.getByRole('radio').nth(1).check();
  await next();
  // The numbers stand above the next question, to be called with a thumb.
  await page.getByRole('alert').locator('a[href="tel:110"]').waitFor();
  await keepPicture(page, `danger-ask.${locale}.390`);
  await assertFits(page, `danger (${locale})`);
  await page.getByRole('textbox').fill('演示：隔壁在打人');
  for (let n = 0; n < 5; n += 1) await next();
  await page.getByRole('button', { name: t('portal-send'), exact: true }).click();
  // No more is said than is so: the call is raised in the next seconds.
  await page.getByText(t('danger-calling')).or(page.getByText(t('danger-called'))).waitFor();
  const home = new URL(page.url()).pathname;

  const duty = await signIn(browser, server, 'duty', passwords, { locale });
  await duty.page.goto('/');
  const list = duty.page.locator('section.danger');
  await list.getByText(t('danger-calls')).waitFor();
  await lookAt(duty.page, locale, 'danger-today');
  await list.getByRole('link').first().click();
  await duty.page.locator('a[href="tel:110"]').waitFor();
  await lookAt(duty.page, locale, 'danger-case');
  await duty.page.getByRole('button', { name: t('danger-answer'), exact: true }).click();
  await duty.page.getByRole('button', { name: t('danger-answer'), exact: true }).waitFor({ state: 'detached' });
  await page.goto(home);
  assert.match(await page.getByRole('alert').textContent(), locale === 'en' ? /has it in hand/ : /已接手/);
  await duty.page.locator('summary', { hasText: t('danger-end') }).click();
  await duty.page.locator('#danger-end').fill('民警已到场');
  await duty.page.getByRole('button', { name: t('danger-end'), exact: true }).click();
  await duty.page.locator('section.danger').waitFor({ state: 'detached' });
  await duty.page.goto('/');
  assert.equal(await duty.page.locator('section.danger').count(), 0);
  await duty.done();
  await context.close();
}

export async function inviteAnOutsider(browser, server, passwords, locale) {
  const clerk = await signIn(browser, server, 'clerk', passwords, { locale });
  const { page, t } = clerk;
  await page.goto('/cases');
  const path = await page.locator('a[href^="/cases/2"]').first().getAttribute('href');
  await page.goto(path);
  await page.locator('summary', { hasText: t('guest-invite') }).click();
  await page.locator('#guest-who').fill('县人民法院 驻庭调解员');
  await page.locator('#guest-purpose').fill('联合调解');
  await page.locator('#guest-until').fill('2026-03-20T18:00');
  await page.getByRole('button', { name: t('guest-invite'), exact: true }).click();
  const link = await page.locator('.secret code').textContent();
  await lookAt(page, locale, 'invitation');
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE });
  context.setDefaultTimeout(15_000);
  const guest = await context.newPage();
  const home = new URL(link).pathname;
  await guest.goto(home);
  await lookAt(guest, locale, 'invited');
  await guest.getByRole('button', { name: t('invited-look'), exact: true }).click();
  await guest.getByRole('heading', { name: t('invited-say') }).waitFor();
  await lookAt(guest, locale, 'invited-case');
  await guest.locator('#text').fill('双方约定周五见面');
  await guest.getByRole('button', { name: t('invited-send'), exact: true }).click();
  await guest.getByText(t('invited-done-statement')).waitFor();
  assert.equal((await context.request.get(home.replace('/invited/', '/portal/mine/'))).status(), 404);
  await page.goto(path);
  await page.getByText('双方约定周五见面').waitFor();
  await page.locator('summary', { hasText: t('guest-end') }).click();
  await page.locator('details').filter({ has: page.getByRole('button', { name: t('guest-end'), exact: true }) }).locator('textarea').fill('已谈成');
  await page.getByRole('button', { name: t('guest-end'), exact: true }).click();
  await page.getByText(t('guest-over')).first().waitFor();
  assert.equal((await context.request.get(home)).status(), 404);
  await context.close();
  await clerk.done();
}

export async function screenTheAreas(browser, server, passwords, locale) {
  const chief = await signIn(browser, server, 'chief', passwords, { locale });
  const { page, t } = chief;
  await page.goto('/rounds');
  await page.locator('#name').fill('汛前排查');
  await page.locator('#why').fill('低洼院落积水');
  await page.locator('#until').fill('2026-03-20T18:00');
  await page.locator('input[name="unit:water"]').check();
  await page.locator('input[name="unit:housing"]').check();
  await page.locator('input[name^="area:"]').first().check();
  await page.getByRole('button', { name: t('round-start'), exact: true }).click();
  await page.waitForURL(/\/rounds\/[0-9a-f-]{36}$/);
  const path = new URL(page.url()).pathname;
  await lookAt(page, locale, 'round');
  const water = await signIn(browser, server, 'water', passwords, { locale });
  await water.page.goto('/');
  await water.page.locator('#rounds').waitFor();
  await water.page.goto(path);
  await lookAt(water.page, locale, 'round-own');
  await water.page.getByLabel(t('round-say-none')).check();
  await water.page.getByRole('button', { name: t('round-send'), exact: true }).click();
  await water.page.getByText(t('round-none'), { exact: true }).waitFor();
  // The office's page follows by itself.
  await page.locator('#progress .mark.good').waitFor({ timeout: 20_000 });
  await water.done();
  await chief.done();
}
