// A complaint about the unit that handled a case, from a clerk and, on a phone, from the portal: the office takes it, and for the
// unit it does not exist.

import assert from 'node:assert/strict';
import { AFTERNOON } from './story.mjs';
import { serve } from './program.mjs';
import { PHONE, WIDE, assertAccessible, assertFits, keepPicture, signIn } from './people.mjs';
import { words } from './words.mjs';

const WORD = '白鹭巷';
const TITLE = `演示：${WORD}抢修人员索要辛苦费`;
const OFFICE = 'office';
const NOBODY = '20200101-00001';

export async function complainAboutAUnit(browser, dir, passwords, locale) {
  const server = await serve(dir, AFTERNOON);
  try {
    for (const [viewport, begin] of [
      [WIDE, (as) => as('clerk').then((clerk) => clerkRegisters(clerk, locale))],
      [PHONE, () => somebodySends(browser, server, locale)],
    ]) {
      const as = (user) => signIn(browser, server, user, passwords, { locale, viewport });
      const before = await whatItSees(await as('water'));
      const number = await begin(as);
      assert.deepEqual(await whatItSees(await as('water'), number), before, 'nothing has changed for the unit');
      await nothingThere(await as('water-lead'), number);
      await officeFindsIt(await as('chief'), number, locale);
    }
  } finally {
    await server.stop();
  }
}

/** Lists, a search and the first page, and what the number of the complaint, typed, leads to. */
async function whatItSees({ page, context, done }, number = NOBODY) {
  const seen = {};
  for (const path of ['/cases', `/cases?q=${encodeURIComponent(WORD)}`, '/cases?open=yes&sort=due', '/assignments', '/units', '/']) {
    await page.goto(path);
    seen[path] = (await page.locator('main').textContent()).replaceAll(/\s+/g, ' ');
  }
  for (const path of [`/cases/${number}`, `/cases/${number}/receipts`, `/cases/${number}/receipts/1`, `/api/v1/cases/${number}`, '/cases/export']) {
    const answer = await context.request.get(path);
    const text = (await answer.text()).replaceAll(number, 'NUMBER');
    // The token of this session's forms is another in every session.
    seen[path.replace(number, 'NUMBER')] = [answer.status(), text.replaceAll(/name="csrf" value="[^"]*"/g, '')];
  }
  assert.equal(seen['/cases/NUMBER'][0], 404);
  assert.equal(seen['/api/v1/cases/NUMBER'][0], 404);
  assert.equal(seen['/cases/export'][0], 403);
  await done();
  return seen;
}

async function clerkRegisters({ page, t, done }, locale) {
  await page.goto('/cases/new');
  await page.locator('#title').fill(TITLE);
  await page.locator('#category').selectOption('water-supply');
  const unit = page.locator('#unit');
  await unit.selectOption('water');
  await page.getByLabel(t('register-about')).selectOption('unit:water');
  await page.getByRole('button', { name: t('register-button'), exact: true }).click();
  // The unit complained about is refused, with who can take it; the form proposes them.
  const alert = page.getByRole('alert');
  assert.match(await alert.textContent(), locale === 'en' ? /Give it to Response Office/ : /改由县接诉即办专班办公室负责/);
  assert.equal(await unit.inputValue(), OFFICE);
  await page.getByRole('button', { name: t('register-button'), exact: true }).click();
  await page.waitForURL(/\/cases\/\d{8}-\d+$/);
  await page.getByText(t('case-withheld'), { exact: true }).waitFor();
  const story = await page.locator('ol.story').textContent();
  assert.match(story, t('story-registered-about'), 'the story says that it held');
  const number = page.url().split('/').at(-1);
  await done();
  return number;
}

/** Without an account, on a phone, and without scripts in one of the languages: whom it is about is one question among others. */
async function somebodySends(browser, server, locale) {
  const options = { baseURL: server.url, locale, viewport: PHONE, javaScriptEnabled: locale === 'en' };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const t = words(locale);
  const next = () => page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  await page.goto('/portal');
  await page.getByRole('link', { name: t('portal-start-ask'), exact: true }).click();
  await next();
  await page.getByRole('textbox').fill(`${TITLE}\n上门两次，都说不给钱不修。`);
  await next();
  await next();
  await page.locator('input[value=water-supply]').check();
  await next();
  await page.locator('#about').selectOption('water');
  await assertFits(page, `whom it is about (${locale})`);
  // axe is a script of its own.
  if (locale === 'en') await assertAccessible(page, `whom it is about (${locale})`);
  await keepPicture(page, `withheld-about.${locale}.390`);
  await next();
  // The unit as a whole; its posts stand there to choose from.
  await page.locator('#about_post option[value=water-handler]').waitFor({ state: 'attached' });
  await assertFits(page, `which post it is about (${locale})`);
  if (locale === 'en') await assertAccessible(page, `which post it is about (${locale})`);
  await keepPicture(page, `withheld-post.${locale}.390`);
  await next();
  await next();
  await page.getByText(WORD).first().waitFor();
  await page.getByRole('button', { name: t('portal-send'), exact: true }).click();
  await page.getByRole('heading', { name: t('portal-new-title'), exact: true }).waitFor();
  await assertFits(page, `complained (${locale})`);
  await keepPicture(page, `withheld-new.${locale}.390`);
  const number = /\d{8}-\d{5}/.exec(await page.locator('.crumb').first().textContent())[0];
  const told = await page.locator('main').textContent();
  const office = locale === 'en' ? 'Response Office is responsible' : '县接诉即办专班办公室';
  assert.ok(told.includes(office), 'who answers for it is not the unit complained about');
  await context.close();
  return number;
}

async function nothingThere({ page, context, done }, number) {
  for (const path of ['/', '/cases', `/cases?q=${encodeURIComponent(WORD)}`, '/assignments']) {
    await page.goto(path);
    const told = await page.locator('main').textContent();
    assert.ok(!told.includes(number) && !told.includes(TITLE), path);
  }
  assert.equal((await context.request.get(`/cases/${number}`)).status(), 404);
  await done();
}

async function officeFindsIt({ page, done }, number, locale) {
  await page.goto(`/cases?q=${encodeURIComponent(WORD)}`);
  await page.getByRole('link', { name: number, exact: true }).click();
  await page.getByRole('heading', { name: TITLE }).waitFor();
  await assertFits(page, `the complaint at the office (${locale})`);
  await done();
}
