// A plan drafted on the watch, approved by the chief, kept on a phone and read without a connection; a drill of it that runs as
// an incident; a call that the watch takes.

import assert from 'node:assert/strict';
import { PHONE, assertAccessible, assertFits, signIn } from './people.mjs';
import { words } from './words.mjs';

const NAME = '演示：城南车站火灾现场处置方案';

export async function planKeptOnAPhone(browser, server, passwords, locale) {
  const t = words(locale);
  const duty = await signIn(browser, server, 'duty', passwords, { locale, viewport: PHONE });
  const { page } = duty;
  await page.goto('/plans/new');
  await assertFits(page, `a plan's draft (${locale})`);
  await assertAccessible(page, `a plan's draft (${locale})`);
  await page.locator('#name').fill(NAME);
  await page.locator('#kind').selectOption('site');
  await page.locator('#cadence').selectOption('crowded');
  await page.locator('[name="event:fire"]').check();
  await page.locator('#place').fill('城南车站');
  await page.locator('#text').fill('先救人，后灭火。');
  await page.locator('#checklists').fill('# 指挥长\n到场接管指挥');
  await page.locator('#contacts').fill('县医院急诊科 | 接收伤员 | 120');
  await page.getByRole('button', { name: t('plan-send-draft'), exact: true }).click();
  await page.waitForURL(/\/plans\/[0-9a-f-]{36}$/);
  const home = new URL(page.url()).pathname;

  const chief = await signIn(browser, server, 'chief', passwords, { locale });
  await chief.page.goto(home);
  await chief.page.getByRole('button', { name: t('plan-approve'), exact: true }).click();
  await chief.page.getByRole('heading', { name: t('plan-in-force') }).waitFor();
  await assertAccessible(chief.page, `a plan (${locale})`);

  await page.goto('/plans');
  await page.getByRole('button', { name: t('plans-keep'), exact: true }).click();
  await page.getByText(t('plans-kept')).waitFor();
  await duty.context.setOffline(true);
  await page.goto(home);
  await page.getByRole('heading', { name: NAME }).waitFor();
  assert.equal(await page.locator('a[href="tel:120"]').count(), 1);
  await duty.context.setOffline(false);
  await duty.done();

  await practise(chief.page, t, home);
  await chief.done();
}

async function practise(page, t, home) {
  await page.goto(`${home}/drill`);
  await page.locator('[name=form][value=full]').check();
  await page.locator('#at').fill('2027-03-02T02:10');
  await page.locator('#text').fill('候车厅冒烟');
  await page.locator('#injects').fill('0 | 有人被困\n10 | 南门打不开');
  await page.getByRole('button', { name: t('drill-send'), exact: true }).click();
  await page.waitForURL(/\/drills\/[0-9a-f-]{36}$/);
  const drill = page.url();
  await page.getByRole('button', { name: t('drill-begin'), exact: true }).click();
  await page.locator('main a[href^="/incidents/"]').click();
  await page.waitForURL(/\/incidents\/\d/);
  assert.match(await page.content(), /【演练 DRILL】/);
  await page.goto(drill);
  await page.getByRole('button', { name: t('drill-put'), exact: true }).first().click();
  await page.locator('#finding').fill('南门打不开');
  await page.getByRole('button', { name: t('drill-find'), exact: true }).click();
  await page.getByRole('button', { name: t('drill-end'), exact: true }).click();
  await page.getByRole('heading', { name: t('drill-evaluation'), exact: true }).waitFor();
  await assertFits(page, 'a drill');
  await assertAccessible(page, 'a drill');
}
