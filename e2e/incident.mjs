// A fire at a market at 02:10 on a holiday: registered from the keyboard on a phone, graded by its numbers, reported in time,
// dealt with, ended and looked back on; and the same as a drill, which says so everywhere. The first report goes out by the program, and
// whoever gets it says so by the link in the letter.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catchMail, until } from './notices.mjs';
import { PHONE, assertAccessible, assertFits, shots, signIn } from './people.mjs';
import { serve } from './program.mjs';
import { words } from './words.mjs';

const CALL = '2026-04-05T02:10:00+08:00';
const MORNING = '2026-04-05T06:30:00+08:00';
const TITLE = '演示：城东市场二楼起火';
const REPORTER = '13900001234';
const CITY = '市应急管理局值班室';
const BRIGADE = '市消防救援支队';

/** Who gets the head's report: the city, drills too, and the brigade, which takes none. */
async function setUp(dir, mail) {
  await writeFile(
    join(dir, 'notices.toml'),
    `public_url = "https://desk.example.org"\n[mail]\nhost = "127.0.0.1"\nport = ${mail.port}\nsecurity = "none"\nfrom = "desk@example.org"\n`,
  );
  const receiver = (name, mail, drills) =>
    `[[receivers]]\nname = "${name}"\nrungs = ["head"]\nmail = "${mail}@example.org"\ndrills = ${drills}\n`;
  const contact = 'contact = "县应急指挥中心值班室 0000-12350"\n';
  await writeFile(join(dir, 'reports.toml'), contact + receiver(CITY, 'city', true) + receiver(BRIGADE, 'brigade', false));
}

export async function fireAtAMarket(browser, dir, passwords, locale, drill = false) {
  const name = drill ? 'drill' : 'incident';
  const story = { browser, passwords, locale, drill, name, t: words(locale) };
  const at = async (time, act) => {
    const server = await serve(dir, time);
    try {
      const as = (user, options) => signIn(browser, server, user, passwords, { locale, ...options });
      return await act({ ...story, server, as });
    } finally {
      await server.stop();
    }
  };
  const mail = await catchMail();
  await setUp(dir, mail);
  try {
    const home = await at(CALL, (now) => atNight(now, mail));
    await at(MORNING, (now) => inTheMorning(now, home));
  } finally {
    mail.stop();
  }
}

/** A step's form on the incident's page. */
async function step(page, home, slug, fill = async () => {}) {
  await page.goto(home);
  const form = page.locator(`form[action$="/${slug}"]`).first();
  const folded = form.locator('xpath=ancestor::details[not(@open)]');
  if (await folded.count()) await folded.locator('summary').click();
  await fill(form);
  await form.getByRole('button').click();
  await page.getByRole('status').waitFor();
}

async function report(page, t, home, sort, byProgram = false) {
  await page.goto(`${home}/report?sort=${sort}`);
  await page.locator('#channel').selectOption(byProgram ? 'program' : { label: t('report-by-telephone') });
  // What it does depends on whom the program can send to.
  const either = new RegExp(`^(${t('report-send-button')}|${t('report-record-button')})$`);
  await page.getByRole('button', { name: either }).click();
  await page.getByRole('status').waitFor();
}

async function saysDrill(now, page) {
  const said = (await page.content()).includes('【演练 DRILL】');
  assert.equal(said, now.drill, page.url());
}

/** The first report is handed on by the program: on paper, as a letter, received by its link. */
async function byTheProgram(now, page, home, mail) {
  const { t } = now;
  await page.goto(`${home}/report?sort=first-head`);
  const offered = await page.locator('#receivers').textContent();
  assert.ok(offered.includes(CITY) && offered.includes(BRIGADE) !== now.drill, offered);
  await assertFits(page, `${now.name}, a report's form (${now.locale})`);
  await assertAccessible(page, `${now.name}, a report's form (${now.locale})`);
  await page.screenshot({ path: `${shots}${now.name}-report-form.${now.locale}.390.png`, fullPage: true });
  await report(page, t, home, 'first-head', true);
  const letters = now.drill ? 1 : 2;
  await until('the letters', () => mail.letters.length >= letters);
  assert.equal(mail.letters.length, letters);
  const letter = mail.letters.find((letter) => letter.includes('city@example.org'));
  const [, part] = letter.split(/Content-Transfer-Encoding: base64\r\n\r\n/);
  const text = Buffer.from(part.split('\r\n--')[0].replace(/\s/g, ''), 'base64').toString();
  assert.equal(text.includes('演练 DRILL'), now.drill, text);
  assert.ok(!letter.includes(REPORTER) && !text.includes(REPORTER), 'sealed');
  assert.ok(text.includes('简要经过') && letter.includes('application/pdf'), text);
  await until('handed on', async () => {
    await page.goto(home);
    return (await page.getByText(t('report-handed-at')).count()) >= letters;
  });
  await page.screenshot({ path: `${shots}${now.name}-handed-on.${now.locale}.390.png`, fullPage: true });
  // Whoever got it needs no account.
  const link = new URL(/https:\/\/desk\.example\.org\/report\/\w+/.exec(text)[0]).pathname;
  const city = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
  const there = await city.newPage();
  await there.goto(link);
  await assertFits(there, `${now.name}, the receipt (${now.locale})`);
  await assertAccessible(there, `${now.name}, the receipt (${now.locale})`);
  await there.screenshot({ path: `${shots}${now.name}-receipt.${now.locale}.390.png`, fullPage: true });
  await there.getByRole('button', { name: t('report-receipt-button'), exact: true }).click();
  await there.getByRole('status').getByText(CITY).waitFor();
  await city.close();
  await page.goto(home);
  await page.getByText(t('report-received-by-link')).waitFor();
  await page.goto(`${home}/reports/1`);
  await saysDrill(now, page);
  await assertFits(page, `${now.name}, a report on its way (${now.locale})`);
  await assertAccessible(page, `${now.name}, a report on its way (${now.locale})`);
  await page.screenshot({ path: `${shots}${now.name}-report.${now.locale}.390.png`, fullPage: true });
  for (const [file, begins] of [['report.pdf', '%PDF-1.7'], ['report.docx', 'PK']]) {
    const paper = await page.request.get(`${home}/reports/1/${file}`);
    assert.equal(paper.status(), 200);
    const bytes = await paper.body();
    assert.ok(bytes.subarray(0, 8).toString('latin1').startsWith(begins), file);
    await writeFile(`${shots}${now.name}-${now.locale}-${file}`, bytes);
  }
  const draft = page.waitForEvent('download');
  await page.goto(`${home}/report?sort=continuing`);
  await page.locator('[name=course]').fill('草稿里的话。');
  await page.getByRole('button', { name: t('report-draft-pdf'), exact: true }).click();
  assert.match((await draft).suggestedFilename(), /^draft-.*\.pdf$/);
}

async function atNight(now, mail) {
  const { page, t, done } = await now.as('duty', { viewport: PHONE });
  await page.goto('/incidents/new');
  await assertFits(page, `${now.name}, registering (${now.locale})`);
  await assertAccessible(page, `${now.name}, registering (${now.locale})`);
  await page.locator('#what').fill(`${TITLE}\n浓烟，有人在楼上。`);
  await page.locator('#category').selectOption('incident-fire');
  await page.locator('#address').fill('城东市场');
  await page.locator('#injured').fill('2');
  await page.locator('details.sealed summary').click();
  await page.locator('#requester_contact').fill(REPORTER);
  if (now.drill) await page.locator('[name=drill]').check();
  await page.getByRole('button', { name: t('incident-new-button'), exact: true }).click();
  await page.waitForURL(/\/incidents\/\d/);
  const home = new URL(page.url()).pathname;
  assert.ok(!(await page.content()).includes(REPORTER), 'sealed');
  await saysDrill(now, page);
  await assertFits(page, `${now.name} (${now.locale})`);
  await assertAccessible(page, `${now.name} (${now.locale})`);
  await byTheProgram(now, page, home, mail);
  // The numbers reach a higher level, and with it more have to be told.
  assert.equal(await page.locator('a[href$="sort=first-province"]').count(), 0);
  await step(page, home, 'figures', async (form) => {
    await form.locator('[name=dead]').fill('3');
    await form.locator('[name=loss]').fill('200.5');
  });
  await page.locator('a[href$="sort=first-province"]').waitFor();
  for (const rung of ['government', 'city', 'province']) await report(page, t, home, `first-${rung}`);
  await step(page, home, 'receipt', (form) => form.locator('[name=by]').fill('省厅值班员'));
  await step(page, home, 'resource', async (form) => {
    await form.locator('[name=what]').fill('消防车');
    await form.locator('[name=from]').fill('城东消防站');
  });
  await step(page, home, 'note', (form) => form.locator('[name=text]').fill('二楼明火已控制。'));
  await step(page, home, 'patients', async (form) => {
    await form.locator('[name=hospital]').fill('县人民医院');
    await form.locator('[name=serious]').fill('1');
    await form.locator('[name=needs]').fill('烧伤科');
  });
  for (const path of ['/', '/watch', '/incidents']) {
    await page.goto(path);
    await page.getByText(TITLE).first().waitFor();
    await saysDrillHere(now, page);
  }
  await page.goto(home);
  await page.screenshot({ path: `${shots}${now.name}-night.${now.locale}.390.png`, fullPage: true });
  await done();
  return home;
}

/** On lists the demonstration's own drill stands too: the line itself says it. */
async function saysDrillHere(now, page) {
  const line = await page.locator('a', { hasText: TITLE }).first().textContent();
  assert.equal(line.includes('【演练 DRILL】'), now.drill, line);
}

async function inTheMorning(now, home) {
  const { page, t, done } = await now.as('duty', { viewport: PHONE });
  await report(page, t, home, 'final');
  // Nobody is left out there.
  const end = async () => {
    await page.goto(home);
    const form = page.locator('form[action$="/end"]');
    await form.locator('[name=text]').fill('明火扑灭，人员清点完毕。');
    await form.getByRole('button').click();
  };
  await end();
  await page.getByRole('alert').waitFor();
  await page.goto(home);
  await page.getByRole('button', { name: t('incident-released') }).first().click();
  await page.getByRole('status').waitFor();
  await end();
  await page.getByRole('status').waitFor();
  await step(page, home, 'finding', (form) => form.locator('[name=finding]').fill('消防通道被货物挡住。'));
  await saysDrill(now, page);
  await page.goto(`${home}/reports/1`);
  await saysDrill(now, page);
  await assertFits(page, `${now.name}, a report (${now.locale})`);
  await assertAccessible(page, `${now.name}, a report (${now.locale})`);
  await done();
  const chief = await now.as('chief');
  await step(chief.page, home, 'task', async (form) => {
    await form.locator('[name=unit]').selectOption('fire');
    await form.locator('[name=due]').fill('2026-04-20T18:00');
  });
  await chief.page.locator('#review ~ ul a[href^="/cases/"]').waitFor();
  // The review is done: what was taken in the emergency goes, and the page says so.
  await step(chief.page, home, 'personal');
  await chief.page.getByText(chief.t('incident-personal-erased')).waitFor();
  await assertAccessible(chief.page, `${now.name}, over (${now.locale})`);
  await chief.page.screenshot({ path: `${shots}${now.name}-over.${now.locale}.png`, fullPage: true });
  await chief.done();
}
