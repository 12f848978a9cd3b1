// Pages to which nothing but a story leads: a run of an import, a roster proposed, a calendar's secret address, a file of a case, a
// plan with its drills, a call and the letter's own page, what a requester follows, and the first administrator's link.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catchMail, until } from './notices.mjs';
import { PHONE, lookAt, signIn } from './people.mjs';
import { serve } from './program.mjs';
import { AFTERNOON } from './story.mjs';
import { words } from './words.mjs';

const FILE = [
  '序号,编号,时间,来源,类别,标题,内容摘要,地点,片区,伤亡人数',
  '1,SW-9001,2026-03-04 09:10,网格上报,供水,东湖路停水,东湖路86号上午停水。,东湖路86号,城东街道,',
  '2,SW-9002,没有时间,网格上报,供水,竹溪镇水压低,晚高峰水压低。,竹溪镇正街,竹溪镇,很多',
].join('\r\n');
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const ADDRESS = 'watch@example.org';

/** Each page under its name; `dir` is a copy of the demonstration, and `empty` has nothing in it. */
export async function pagesThatAreReached(browser, dir, empty, passwords, locale, test) {
  const mail = await catchMail();
  const settings = `public_url = "https://desk.example.org"\n[mail]\nhost = "127.0.0.1"\nport = ${mail.port}\nsecurity = "none"\nfrom = "desk@example.org"\n`;
  await writeFile(join(dir, 'notices.toml'), settings);
  const server = await serve(dir, AFTERNOON);
  try {
    const as = (user) => signIn(browser, server, user, passwords, { locale });
    const now = { browser, server, mail, locale, as, look: (page, name) => lookAt(page, locale, name) };
    for (const [name, reach] of [
      ['a run of an import', importRun],
      ['a roster that is proposed', roster],
      ['the address of a calendar', calendar],
      ['a file of a case', evidence],
      ['a plan and its drills', plan],
      ['a call, and the page of its letter', call],
      ['what a requester follows', requester],
      ['a published request that somebody else follows', follower],
      ['a warning and its draft', warning],
    ]) {
      await test(name, () => reach(now));
    }
  } finally {
    await server.stop();
    mail.stop();
  }
  await test('the first administrator', () => setUp(browser, empty, locale));
}

async function importRun({ as, look }) {
  const { page, t, done } = await as('clerk');
  await page.goto('/import');
  await page.locator('#files').setInputFiles({ name: '县水务局.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${FILE}`) });
  await page.getByRole('button', { name: t('import-button'), exact: true }).click();
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  await page.locator('#kept').waitFor();
  await look(page, 'import-run');
  await page.getByRole('link', { name: t('import-mend'), exact: true }).click();
  await page.getByLabel(t('reason-written')).waitFor();
  await look(page, 'import-mend');
  await done();
}

async function roster({ as, look }) {
  const { page, t, done } = await as('chief');
  await page.goto('/duty?desk=office');
  await page.getByRole('link', { name: t('duty-generate'), exact: true }).click();
  await page.waitForURL('**/duty/generate*');
  await look(page, 'duty-generate');
  await page.locator('#from').fill('2026-04-13');
  await page.locator('#until').fill('2026-04-14');
  await page.getByRole('button', { name: t('duty-generate-do'), exact: true }).click();
  await page.waitForURL(/\/duty\/proposals\/[0-9a-f-]{36}$/);
  await page.locator('#proposed').waitFor({ timeout: 60_000 });
  await look(page, 'duty-proposal');
  await done();
}

async function calendar({ as, look }) {
  const { page, t, done } = await as('duty');
  await page.goto('/duty');
  await page.locator('details:has(form[action="/duty/feed"]) > summary').click();
  await page.getByRole('button', { name: t('duty-feed-new'), exact: true }).click();
  await page.locator('.secret code').waitFor();
  await look(page, 'duty-feed');
  const feed = await page.request.get(new URL(await page.locator('.secret code').textContent()).pathname);
  assert.ok((await feed.text()).startsWith('BEGIN:VCALENDAR'));
  await done();
}

async function evidence({ as, look }) {
  const { page, t, done } = await as('clerk');
  await page.goto('/cases');
  await page.goto(await page.locator('a[href^="/cases/2"]').first().getAttribute('href'));
  const form = page.locator('form[action$="/evidence"]');
  await page.locator('details:has(form[action$="/evidence"]) > summary').click();
  await form.locator('#evidence-file').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PHOTO });
  await form.locator('button').click();
  await page.getByRole('link', { name: '现场.png', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: t('open-evidence-title') }).waitFor();
  await look(page, 'evidence');
  await done();
}

async function plan({ as, look }) {
  const { page, t, done } = await as('chief');
  await page.goto('/plans');
  await page.getByRole('link', { name: '城北市场火灾现场处置方案', exact: true }).first().click();
  await page.waitForURL(/\/plans\/[0-9a-f-]{36}$/);
  const home = new URL(page.url()).pathname;
  await look(page, 'plan');
  await page.getByRole('link', { name: t('drill-new'), exact: true }).click();
  await page.waitForURL(`**${home}/drill`);
  await look(page, 'plan-drill');
  await page.goto(`${home}/draft`);
  await look(page, 'plan-draft');
  await page.goto(home);
  await page.locator('section:has(> #drills) a').first().click();
  await page.waitForURL(/\/drills\/[0-9a-f-]{36}$/);
  await look(page, 'drill-planned');
  await page.getByRole('link', { name: t('drill-plan-again'), exact: true }).click();
  await page.waitForURL(/\/drills\/[0-9a-f-]{36}\/plan$/);
  await look(page, 'drill-plan');
  await done();
}

/** A level calls everybody: a letter comes with a page of its own, whose button says that this one has it: others are called still. */
async function call({ browser, server, mail, locale, as, look }) {
  const duty = await as('duty');
  const { page, t } = duty;
  await page.goto('/account/channels');
  await page.locator('#kind').selectOption('mail');
  await page.locator('#address').fill(ADDRESS);
  await page.getByRole('button', { name: t('call-way-keep'), exact: true }).click();
  await page.getByText(t('call-way-end')).waitFor();
  const chief = await as('chief');
  await chief.page.goto('/levels');
  await chief.page.locator('#level').selectOption('emergency');
  await chief.page.locator('#until').fill('2026-03-06T08:00');
  await chief.page.locator('form[action="/levels"] #reason').fill('演示：洪水');
  await chief.page.getByRole('button', { name: t('level-button'), exact: true }).click();
  await chief.page.getByText('演示：洪水').waitFor();
  await chief.done();
  const token = await until('the letter of the call', () => mail.letters.map(linkOf).find(Boolean));
  const phone = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE });
  const there = await phone.newPage();
  await there.goto(`/call/${token}`);
  await look(there, 'call-answer');
  await there.getByRole('button', { name: t('call-take'), exact: true }).click();
  await there.getByText(t('call-stage-heard')).waitFor();
  await phone.close();
  await page.goto('/calls');
  await page.locator('a[href^="/calls/0"]').first().click();
  await page.waitForURL(/\/calls\/[0-9a-f-]{36}$/);
  await look(page, 'call');
  await duty.done();
}

/** A letter's head, and its text behind it. */
function read(letter) {
  const coded = letter.slice(letter.indexOf('\r\n\r\n'));
  return `${letter}${Buffer.from(coded.replace(/\s/g, ''), 'base64').toString()}`;
}

function linkOf(letter) {
  return /\/call\/(\w+)/.exec(read(letter))?.[1];
}

async function requester({ browser, server, locale, look }) {
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const t = words(locale);
  const next = () => page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  await page.goto('/portal/ask?for=request');
  await look(page, 'portal-ask');
  await next();
  await page.getByRole('textbox').fill('演示：西门的井盖松了');
  const send = page.getByRole('button', { name: t('portal-send'), exact: true });
  for (let question = 0; question < 7 && !(await send.count()); question += 1) {
    await next();
    await page.waitForLoadState();
  }
  await send.click();
  await page.getByRole('heading', { name: t('portal-new-title'), exact: true }).waitFor();
  const home = new URL(page.url()).pathname;
  await look(page, 'portal-mine');
  for (const part of ['notices', 'receipts']) {
    await page.goto(`${home}/${part}`);
    await look(page, `portal-${part}`);
  }
  await page.goto('/portal/mine');
  await look(page, 'portal-find');
  await context.close();
}

/** Somebody with the same matter: told by e-mail once they have confirmed it, and no more when they stop. */
async function follower({ browser, server, mail, locale, as, look }) {
  const clerk = await as('clerk');
  await clerk.page.goto('/cases/new');
  const fill = (name, value) => clerk.page.locator(`form[action="/cases"] [name=${name}]`).fill(value);
  await fill('title', '演示：不公开的标题');
  await fill('description', '演示：诉求人的原话。');
  await clerk.page.locator('form[action="/cases"] [name=category]').selectOption('sanitation');
  await clerk.page.locator('form[action="/cases"] [name=unit]').selectOption('urban');
  // Asked of the unit itself, it is theirs from the first moment.
  await clerk.page.locator('[name=asked_here]').uncheck();
  await clerk.page.getByRole('button', { name: clerk.t('register-button'), exact: true }).click();
  await clerk.page.waitForURL(/\/cases\/\d{8}-\d{5}/);
  const number = /\d{8}-\d{5}/.exec(clerk.page.url())[0];
  const step = async (name, text) => {
    const form = clerk.page.locator(`form[action$="/steps/${name}"]`);
    const folded = clerk.page.locator(`details:not([open]):has(form[action$="/steps/${name}"]) > summary`);
    if (await folded.count()) await folded.first().click();
    if (text) await form.getByRole('textbox').first().fill(text);
    await form.locator('button').last().click();
    await clerk.page.waitForURL(/done=/);
  };
  await step('publish', '西门公厕无人打扫');
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const t = words(locale);
  await page.goto(`/public/${number}`);
  await page.locator('#notice_address').fill('neighbour@example.org');
  await page.getByRole('button', { name: t('follow-ask'), exact: true }).click();
  await page.getByText(t('follow-sent')).waitFor();
  const told = () => mail.letters.map((letter) => read(letter)).filter((text) => text.includes(number) && text.includes('/follow/'));
  const [letter] = await until('the letter to confirm', () => (told().length ? told() : null));
  const link = /\/follow\/\w+/.exec(letter)[0];
  await page.goto(link);
  await look(page, 'follow-asked');
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: t('follow-confirm'), exact: true }).click();
  await page.getByText(t('follow-follows')).waitFor();
  await look(page, 'follow-follows');
  await step('accept');
  await until('the letter of what was done', () => told().length > 1);
  assert.ok(!told().at(-1).includes('诉求人的原话') && told().at(-1).includes(link));
  await page.getByRole('button', { name: t('follow-stop'), exact: true }).click();
  await page.getByText(t('follow-ended')).waitFor();
  await context.close();
  await clerk.done();
}

async function warning({ as, look }) {
  const { page, done } = await as('duty');
  await page.goto('/warnings');
  await page.goto(await page.locator('a[href^="/warnings/0"]').first().getAttribute('href'));
  await look(page, 'warning-of-the-demonstration');
  await page.goto(`${new URL(page.url()).pathname}/draft`);
  await look(page, 'warning-update');
  await done();
}

async function setUp(browser, empty, locale) {
  await mkdir(empty, { recursive: true });
  const server = await serve(empty, AFTERNOON);
  try {
    const link = await until('the link', () => /http:\/\/[\d.:]+(\/set-up\/\w+)/.exec(server.log())?.[1]);
    const context = await browser.newContext({ baseURL: server.url, locale });
    const page = await context.newPage();
    await page.goto(link);
    await page.locator('#user').waitFor();
    await lookAt(page, locale, 'set-up');
    await context.close();
  } finally {
    await server.stop();
  }
}
