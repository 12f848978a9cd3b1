// What cannot simply be taken back is asked for first, with scripts off too: an account that is shut, a password that is made
// anew, and teams in turn that leave somebody no rest.

import assert from 'node:assert/strict';
import { PHONE, assertAccessible, assertFits, keepPicture, lookAt, signIn } from './people.mjs';

export async function askedBeforeAnAccountIsShut(browser, server, passwords, locale) {
  const { page, t, done } = await signIn(browser, server, 'admin', passwords, { locale, javaScriptEnabled: false });
  const look = async (name) => {
    for (const [width, size] of Object.entries({ 1280: { width: 1280, height: 800 }, 390: PHONE })) {
      await page.setViewportSize(size);
      await keepPicture(page, `${name}.${locale}.${width}`);
    }
  };
  const row = () => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'water', exact: true }) });
  await page.goto('/accounts');
  for (const [button, told, name] of [
    ['accounts-reset', 'accounts-reset-does', 'account-reset'],
    ['accounts-shut', 'accounts-shut-does', 'account-shut'],
  ]) {
    await row().locator('button', { hasText: new RegExp(`^${t(button)}$`) }).click();
    await page.getByText(t(told)).waitFor();
    await look(name);
    await page.getByRole('link', { name: t('confirm-leave'), exact: true }).click();
    await page.waitForURL('**/accounts');
    assert.match(await row().textContent(), new RegExp(t('accounts-shut')), 'nothing was done');
  }
  await row().locator('button', { hasText: new RegExp(`^${t('accounts-shut')}$`) }).click();
  await page.locator('main form button').click();
  await page.waitForURL('**/accounts');
  assert.match(await row().textContent(), t('accounts-shut-at'));
  await row().locator('button', { hasText: new RegExp(`^${t('accounts-reopen')}$`) }).click();
  await page.waitForURL('**/accounts');
  await done();
}

export async function teamsInTurnWithoutRest(browser, server, passwords, locale) {
  const { page, t, done } = await signIn(browser, server, 'analyst', passwords, { locale });
  await page.goto('/duty');
  await page.locator('summary', { hasText: new RegExp(`^\\s*${t('duty-rotation')}\\s*$`) }).click();
  const form = page.locator('form[action="/duty/plan/rotation"]');
  await form.locator('[name=turn]').selectOption('night');
  await form.locator('[name=teams]').fill('duty');
  await form.locator('[name=from]').fill('2026-04-06');
  await form.locator('[name=until]').fill('2026-04-08');
  await form.getByRole('button').click();
  await page.getByText(t('duty-broken-yields')).waitFor();
  await lookAt(page, locale, 'duty-no-rest');
  const again = page.locator('form', { has: page.locator('#why') });
  await again.locator('#why').fill('两人外出培训');
  await again.getByRole('button', { name: t('duty-broken-despite'), exact: true }).click();
  await page.getByText('两人外出培训').waitFor();
  await page.setViewportSize(PHONE);
  await assertFits(page, `planned all the same (${locale})`);
  await assertAccessible(page, `planned all the same (${locale})`);
  await done();
}
