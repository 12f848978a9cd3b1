// What is said in confidence: a clerk registers a name and a telephone number, opens them with a reason, the auditor
// sees who did, and when all is over the office erases it and nobody finds it again.

import assert from 'node:assert/strict';
import { lookAt, signIn } from './people.mjs';

const NAME = '欧阳演示';
const NUMBER = '13900000000';
const TITLE = '演示：楼上漏水，不便透露姓名';
const exactly = (text) => new RegExp(`^\\s*${text}\\s*$`);

export async function sealAndErase(browser, server, passwords, locale) {
  const as = (user, options) => signIn(browser, server, user, passwords, { locale, ...options });
  const look = (page, name) => lookAt(page, locale, name);
  const clerk = await as('clerk');
  const number = await registerUnderSeal(clerk, look);
  await openWithReason(clerk, number, look);
  // With scripts off it goes the same way; a program that looks at pages can't look then.
  const leader = await as('leader', { javaScriptEnabled: false });
  await openWithReason(leader, number, async () => {});
  await leader.done();
  await theRecordShowsIt(await as('auditor'), number, look);
  await close(clerk, number);
  await erase(await as('chief'), number, look);
  await nothingIsFound(clerk, number, look);
  await clerk.done();
}

async function sealedNowhere(page, where) {
  const html = await page.content();
  assert.ok(!html.includes(NAME) && !html.includes(NUMBER), `${where} shows nothing sealed`);
  assert.ok(!page.url().includes(NUMBER) && !page.url().includes('requester'), page.url());
}

async function registerUnderSeal({ page, t }, look) {
  await page.goto('/cases/new');
  await page.locator('[name=title]').fill(TITLE);
  const sealed = page.getByRole('group', { name: t('sealed-title'), exact: true });
  await sealed.locator('[name=requester_name]').fill(NAME);
  await sealed.locator('[name=requester_contact]').fill(NUMBER);
  await look(page, 'register-sealed');
  for (const name of ['category', 'unit']) {
    await page.locator(`select[name=${name}]`).selectOption({ index: 1 });
  }
  await page.getByRole('button', { name: t('register-button'), exact: true }).click();
  await page.waitForURL(/\/cases\/\d{8}-\d+$/);
  await page.getByText(t('looked-nobody')).waitFor();
  await sealedNowhere(page, 'the case');
  return page.url().split('/').at(-1);
}

async function openWithReason({ page, t }, number, look) {
  await page.goto(`/cases/${number}`);
  const open = page.locator('details').filter({ has: page.locator('summary', { hasText: exactly(t('sealed-open')) }) });
  await open.locator('summary').click();
  await open.getByLabel(t('reason-written')).fill('核对门牌');
  await look(page, 'case-sealed');
  await open.getByRole('button', { name: t('sealed-open') }).click();
  await page.getByRole('heading', { level: 1, name: t('opened-title') }).waitFor();
  assert.ok((await page.content()).includes(NAME) && (await page.content()).includes(NUMBER));
  await look(page, 'opened');
  await page.getByRole('link', { name: t('opened-back') }).click();
  await page.getByText('核对门牌').first().waitFor();
  await sealedNowhere(page, 'the case after it was opened');
  await look(page, 'case-looked');
}

async function theRecordShowsIt({ page, t, done }, number, look) {
  await page.getByRole('link', { name: t('nav-access-record'), exact: true }).click();
  const lines = page.getByRole('row').filter({ hasText: number });
  assert.equal(await lines.count(), 2, 'the clerk and the leader');
  assert.match(await lines.first().textContent(), /核对门牌/);
  await look(page, 'access-record-filled');
  await sealedNowhere(page, 'the access record');
  await page.getByRole('link', { name: t('access-save'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: t('export-ask-title') }).waitFor();
  await look(page, 'access-record-save');
  await page.getByRole('link', { name: t('export-back') }).click();
  assert.equal(await lines.count(), 2, 'asking why opens nothing');
  await page.getByRole('link', { name: number }).first().click();
  await page.getByText(t('looked-hint')).waitFor();
  assert.equal(await page.locator('summary', { hasText: exactly(t('sealed-open')) }).count(), 0, 'the auditor opens nothing');
  await done();
}

async function close({ page, t }, number) {
  await page.goto(`/cases/${number}`);
  const step = page.locator('details').filter({ has: page.locator('summary', { hasText: exactly(t('step-withdraw')) }) });
  await step.locator('summary').click();
  await step.getByLabel(t('step-field-reason')).fill('诉求人来电撤回');
  await step.getByRole('button', { name: t('step-withdraw'), exact: true }).click();
  await page.getByRole('status').waitFor();
}

async function erase({ page, t, done }, number, look) {
  await page.goto(`/cases/${number}`);
  await page.getByRole('link', { name: t('erase-link') }).click();
  assert.equal(await page.getByLabel(t('case-number'), { exact: true }).inputValue(), number);
  await page.getByLabel(t('erasures-reason')).fill('书面申请，已核对身份证件');
  await page.getByRole('button', { name: t('erasures-look') }).click();
  await page.getByRole('heading', { level: 1, name: t('erase-title') }).waitFor();
  await look(page, 'erase-confirm');
  await page.getByRole('button', { name: t('erase-button') }).click();
  await page.getByRole('heading', { level: 1, name: t('case-erased') }).waitFor();
  await look(page, 'case-erased');
  await done();
}

async function nothingIsFound({ page, t }, number, look) {
  await page.goto(`/cases?q=${encodeURIComponent('漏水')}`);
  assert.equal(await page.getByRole('link', { name: number }).count(), 0, 'its words find nothing');
  await page.goto(`/cases?q=${number}`);
  await page.goto('/cases?open=no');
  const row = page.getByRole('row').filter({ hasText: number });
  assert.ok((await row.textContent()).includes(t('case-erased')));
  await look(page, 'cases-erased');
  for (const path of [`/cases/${number}`, '/cases', '/']) {
    await page.goto(path);
    await sealedNowhere(page, path);
    assert.ok(!(await page.content()).includes(TITLE), path);
  }
}
