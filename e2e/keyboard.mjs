// From sign-in to a registered case by keyboard alone, and the same with scripts off.

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
