// A fire at a market at 02:10 on a holiday, from the call to the end: registered by keyboard alone, graded by its numbers and graded
// higher when they change, reported in time with every receipt, dealt with by the plan, patients handed to a hospital, the public
// warned and the warning taken back, the watch handed over in the middle of it, ended, looked back on, and what was taken of people
// destroyed. The same as a drill, which says so everywhere.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerIncident, thumbing } from './keyboard.mjs';
import { beginTheNight, DAY, handTheWatchOver, leaveOpen, planTheHoliday } from './nights.mjs';
import { catchMail, until } from './notices.mjs';
import { PHONE, WIDE, assertAccessible, assertFits, keepPicture, lookAt, lookAtPaper, shots, signIn, sizeOf } from './people.mjs';
import { serve } from './program.mjs';
import { takeTheWarningBack, warnOfIt } from './warnings.mjs';
import { words } from './words.mjs';

const EVENING = '2026-04-04T17:00:00+08:00';
const CALL = '2026-04-05T02:10:00+08:00';
const MORNING = '2026-04-05T07:40:00+08:00';
const AFTERNOON = '2026-04-05T15:00:00+08:00';
/** What says of everything made up that it is: nobody writes that at a fire. */
const MADE_UP = '演示：';
const WHAT = '城北市场二楼起火';
const TITLE = `${MADE_UP}${WHAT}`;
const PLACE = '城北市场';
/** The plans of the demonstration that are for a fire at this place, the one for the place first. */
const PLANS = ['城北市场火灾现场处置方案', '火灾专项应急预案'];
const ITEMS = ['指挥长：先清点二楼东侧留守人员', '市场管理处：打开南门和东门'];
const LEFT_OPEN = '二楼还有余烟，每半小时看一次。';
const REPORTER = '13900001234';
const CITY = '市应急管理局值班室';
const BRIGADE = '市消防救援支队';
const HOSPITAL = '县人民医院';
const EMERGENCY_ROOM = '县人民医院急诊科';
const HEALTH = '县卫生健康局值班室';
const MARK = '【演练 DRILL】';

/** Who gets the head's report: the city, drills too, and the brigade, which takes none. And who is told of patients: likewise. */
async function setUp(dir, mail) {
  await writeFile(
    join(dir, 'notices.toml'),
    `public_url = "https://desk.example.org"\n[mail]\nhost = "127.0.0.1"\nport = ${mail.port}\nsecurity = "none"\nfrom = "desk@example.org"\n`,
  );
  const receiver = (name, answers, mail, drills) =>
    `[[receivers]]\nname = "${name}"\n${answers}\nmail = "${mail}@example.org"\ndrills = ${drills}\n`;
  const receivers = [
    receiver(CITY, 'rungs = ["head"]', 'city', true),
    receiver(BRIGADE, 'rungs = ["head"]', 'brigade', false),
    receiver(EMERGENCY_ROOM, 'health = ["county-hospital"]', 'hospital', true),
    receiver(HEALTH, 'health = ["county-health"]', 'health', false),
  ];
  const contact = 'contact = "县应急指挥中心值班室 0000-12350"\n';
  await writeFile(join(dir, 'reports.toml'), contact + receivers.join(''));
}

/** The story; `test` tells a part of it under its name. */
export async function fireAtAMarket(browser, dir, passwords, locale, drill, test) {
  const name = drill ? 'drill' : 'incident';
  const story = { browser, passwords, locale, drill, name, t: words(locale), test };
  const mail = await catchMail();
  const at = async (time, act) => {
    const server = await serve(dir, time);
    try {
      const as = (user, options) => signIn(browser, server, user, passwords, { locale, viewport: sizeOf(locale), ...options });
      return await act({ ...story, server, mail, as });
    } finally {
      await server.stop();
    }
  };
  await setUp(dir, mail);
  try {
    let told;
    await at(EVENING, (now) => test('the holiday is planned, and the night comes on watch', async () => {
      await planTheHoliday(now);
      await beginTheNight(now);
    }));
    await at(CALL, async (now) => {
      await test('02:10, the call: registered, graded, graded higher, told to all in time, by the plan', async () => {
        told = await atNight(now);
      });
      await test(told.how, async () => {});
      await test('the public is warned, by two people', async () => {
        told.warning = await warnOfIt(now, told.home, look(now));
      });
    });
    await at(MORNING, async (now) => {
      await test('07:40, the watch is handed over in the middle of it', () => handTheWatchOver(now, told.home, look(now), LEFT_OPEN));
      await test('whoever has taken it goes on, and takes the warning back', async () => {
        await goOn(now, told.home);
        await takeTheWarningBack(now, told, DAY, look(now));
      });
    });
    await at(AFTERNOON, (now) => test('over: looked back on, tasks, and what was taken of people is destroyed', () => over(now, told.home)));
  } finally {
    mail.stop();
  }
}

/** A page of the story: what is practised says so, it fits, and everybody can use it. */
function look(now) {
  return async (page, name, says = true) => {
    const where = `${now.name}, ${name} (${now.locale})`;
    if (says) await saysDrill(now, page);
    await assertFits(page, where);
    await assertAccessible(page, where);
    const { width } = page.viewportSize();
    await keepPicture(page, `${now.name}-${name}.${now.locale}.${width}`);
  };
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
  await assertFits(page, `after ${slug}`);
}

async function report(page, t, home, sort, byProgram = false) {
  await page.goto(`${home}/report?sort=${sort}`);
  await page.locator('#channel').selectOption(byProgram ? 'program' : { label: t('report-by-telephone') });
  // What it does depends on whom the program can send to.
  const either = new RegExp(`^(${t('report-send-button')}|${t('report-record-button')})$`);
  await page.getByRole('button', { name: either }).click();
  await page.getByRole('status').waitFor();
  await assertFits(page, `after the report ${sort}`);
}

/** Whoever was told says so: for each report whose receipt is not there, it is noted. */
async function noteReceipts(page, home) {
  await page.goto(home);
  for (let left = await page.locator('form[action$="/receipt"]').count(); left > 0; left -= 1) {
    await step(page, home, 'receipt', (form) => form.locator('[name=by]').fill('值班员'));
  }
  assert.equal(await page.locator('form[action$="/receipt"]').count(), 0);
}

/** Nothing was late, nothing is missing, and everybody has said that they have it. */
async function allInTime(page, t, home, reports) {
  await page.goto(home);
  const said = await page.locator('section:has(> #reports)').textContent();
  for (const key of ['report-sent-late', 'report-not-sent', 'report-missed', 'report-no-receipt']) {
    assert.ok(!said.includes(t(key)), `${t(key)}: ${said}`);
  }
  assert.equal(await page.locator('section:has(> #reports) > ul:last-of-type > li').count(), reports);
  for (let n = 1; n <= reports; n += 1) {
    await page.goto(`${home}/reports/${n}`);
    assert.ok(!(await page.locator('main').textContent()).includes(t('report-sent-late')), `report ${n}`);
  }
}

async function saysDrill(now, page) {
  const content = await page.content();
  const said = [MARK, now.t('incident-drill-banner')].some((mark) => content.includes(mark));
  assert.equal(said, now.drill, page.url());
}

/** The call is written down: at a desk by keyboard alone, or with a thumb, in half a minute either way. Answers how much that took. */
async function register(now, page) {
  const { t, locale } = now;
  const what = { what: TITLE, address: PLACE, injured: '2', contact: REPORTER, drill: now.drill };
  if (locale === 'zh-CN') {
    await page.setViewportSize(WIDE);
    const keys = await registerIncident(page, t, what);
    await page.setViewportSize(PHONE);
    return `by keyboard alone: ${keys}`;
  }
  await page.goto('/incidents/new');
  await assertFits(page, `${now.name}, registering (${locale})`);
  await assertAccessible(page, `${now.name}, registering (${locale})`);
  const thumb = thumbing(page);
  await thumb.tap(page.locator('#what'));
  await page.keyboard.type(MADE_UP);
  await thumb.type(WHAT);
  await thumb.choose(page.locator('#category'), 'incident-fire');
  const written = [['#address', PLACE], ['#injured', '2']];
  for (const [field, text] of written) {
    await thumb.tap(page.locator(field));
    await thumb.type(text);
  }
  await thumb.tap(page.locator('details.sealed summary'));
  await thumb.tap(page.locator('#requester_contact'));
  await thumb.type(REPORTER);
  if (now.drill) await thumb.tap(page.locator('[name=drill]'));
  await thumb.tap(page.getByRole('button', { name: t('incident-new-button'), exact: true }));
  await page.waitForURL(/\/incidents\/\d/);
  return thumb.inTime();
}

/** The first report is handed on by the program: on paper, as a letter, received by its link. */
async function byTheProgram(now, page, home) {
  const { t, mail } = now;
  await page.goto(`${home}/report?sort=first-head`);
  const offered = await page.locator('#receivers').textContent();
  assert.ok(offered.includes(CITY) && offered.includes(BRIGADE) !== now.drill, offered);
  await look(now)(page, 'report-form');
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
  await keepPicture(page, `${now.name}-handed-on.${now.locale}.390`);
  // Whoever got it needs no account.
  const link = new URL(/https:\/\/desk\.example\.org\/report\/\w+/.exec(text)[0]).pathname;
  const city = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
  const there = await city.newPage();
  await there.goto(link);
  await saysDrill(now, there);
  await lookAt(there, now.locale, `${now.name}-receipt`);
  await there.getByRole('button', { name: t('report-receipt-button'), exact: true }).click();
  await there.getByRole('status').getByText(CITY).waitFor();
  await city.close();
  await page.goto(home);
  await page.getByText(t('report-received-by-link')).waitFor();
  await page.goto(`${home}/reports/1`);
  await look(now)(page, 'report');
  await onPaper(now, page, home);
}

async function onPaper(now, page, home) {
  for (const [file, begins] of [['report.pdf', '%PDF-1.7'], ['report.docx', 'PK']]) {
    const paper = await page.request.get(`${home}/reports/1/${file}`);
    assert.equal(paper.status(), 200);
    const bytes = await paper.body();
    assert.ok(bytes.subarray(0, 8).toString('latin1').startsWith(begins), file);
    await writeFile(`${shots}${now.name}-${now.locale}-${file}`, bytes);
  }
  const text = await lookAtPaper(`${shots}${now.name}-${now.locale}-report.pdf`);
  assert.equal(text.includes('DRILL'), now.drill, text);
  const draft = page.waitForEvent('download');
  await page.goto(`${home}/report?sort=continuing`);
  await page.locator('[name=course]').fill('草稿里的话。');
  await page.getByRole('button', { name: now.t('report-draft-pdf'), exact: true }).click();
  assert.match((await draft).suggestedFilename(), /^draft-.*\.pdf$/);
}

/** The hospital that gets patients is told by the program, and beside it the health bureau: as numbers and needs. */
async function tellOfPatients(now, page, home) {
  const { t, mail } = now;
  await page.goto(home);
  const patients = page.locator('section:has(> #patients)');
  assert.ok((await patients.textContent()).includes(t('patients-not-sent')));
  await patients.getByRole('link', { name: t('patients-send') }).click();
  await page.waitForURL(/sort=patients-1$/);
  const offered = await page.locator('#receivers').textContent();
  assert.ok(offered.includes(EMERGENCY_ROOM) && offered.includes(HEALTH) !== now.drill, offered);
  await look(now)(page, 'patients-form');
  await report(page, t, home, 'patients-1', true);
  const told = () => mail.letters.filter((letter) => /(hospital|health)@example\.org/.test(letter));
  const letters = now.drill ? 1 : 2;
  await until('the letters of patients', () => told().length >= letters);
  assert.equal(told().length, letters);
  await until('told of patients', async () => {
    await page.goto(home);
    return (await patients.locator('.mark.good').getByText(t('patients-told')).count()) === 1;
  });
}

/** The plan for this place is offered before the one for fires anywhere; it is followed, and what is done is ticked. */
async function byThePlan(page, t, home) {
  await page.goto(home);
  const plan = page.locator('section:has(> #plan)');
  assert.deepEqual((await plan.locator('form[action$="/plan"] a').allTextContents()).slice(0, 2), PLANS);
  await plan.locator('form[action$="/plan"]', { hasText: PLANS[0] }).getByRole('button').click();
  await page.getByRole('status').waitFor();
  await plan.getByRole('link', { name: PLANS[0] }).waitFor();
  for (const item of ITEMS) await tick(page, t, home, item);
}

async function tick(page, t, home, item) {
  await page.goto(home);
  const plan = page.locator('section:has(> #plan)');
  await plan.locator('form[action$="/tick"]', { hasText: item }).getByRole('button').click();
  await page.getByRole('status').waitFor();
  const line = await plan.locator('li', { hasText: `✓ ${item}` }).textContent();
  assert.match(line, /2026-04-05 \d\d:\d\d/, 'when');
  await assertFits(page, `ticked: ${item}`);
}

async function atNight(now) {
  const { page, t, done } = await now.as('duty', { viewport: PHONE });
  const how = await register(now, page);
  const home = new URL(page.url()).pathname;
  assert.ok(!(await page.content()).includes(REPORTER), 'sealed');
  const levels = () => page.locator('.case-head').textContent();
  assert.ok((await levels()).includes(t('incident-level-lowest')), await levels());
  await look(now)(page, 'registered');
  await byTheProgram(now, page, home);
  // The numbers reach a higher level, and with it more have to be told.
  assert.equal(await page.locator('a[href$="sort=first-province"]').count(), 0);
  await step(page, home, 'figures', async (form) => {
    await form.locator('[name=dead]').fill('3');
    await form.locator('[name=loss]').fill('200.5');
  });
  assert.ok((await levels()).includes(now.locale === 'en' ? 'Level: Larger' : '较大'), await levels());
  assert.match(await levels(), t('incident-by-dead'));
  await page.locator('a[href$="sort=first-province"]').waitFor();
  for (const rung of ['government', 'city', 'province']) await report(page, t, home, `first-${rung}`);
  // Whoever was told before has the old numbers still: a first report to somebody else is none to them.
  await page.goto(home);
  await page.locator('a[href$="sort=supplement"].button').waitFor();
  await report(page, t, home, 'supplement');
  await noteReceipts(page, home);
  await byThePlan(page, t, home);
  await step(page, home, 'role', async (form) => {
    await form.locator('[name=role]').selectOption('commander');
    await form.locator('[name=post]').selectOption('fire-leader');
  });
  await step(page, home, 'resource', async (form) => {
    await form.locator('[name=what]').fill('消防车');
    await form.locator('[name=from]').fill('城东消防站');
  });
  await step(page, home, 'note', (form) => form.locator('[name=text]').fill('二楼明火已控制。'));
  await step(page, home, 'patients', async (form) => {
    await form.locator('[name=hospital]').fill(HOSPITAL);
    await form.locator('[name=serious]').fill('1');
    await form.locator('[name=slight]').fill('1');
    await form.locator('[name=needs]').fill('烧伤科');
  });
  const patients = await page.locator('section:has(> #patients)').textContent();
  assert.match(patients, t('incident-patients-n'));
  await tellOfPatients(now, page, home);
  for (const path of ['/', '/watch', '/incidents']) {
    await page.goto(path);
    await page.getByText(TITLE).first().waitFor();
    await saysDrillHere(now, page);
  }
  await leaveOpen(page, t, LEFT_OPEN);
  await page.goto(home);
  await look(now)(page, 'night');
  await done();
  return { home, how };
}

/** On lists the demonstration's own drill stands too: the line itself says it. */
async function saysDrillHere(now, page) {
  const line = await page.locator('a', { hasText: TITLE }).first().textContent();
  assert.equal(line.includes(MARK), now.drill, line);
}

/** Whoever took the watch has all of it before them, and goes on: what has changed is written down and told. */
async function goOn(now, home) {
  const { page, t, done } = await now.as(DAY, { viewport: PHONE });
  await page.goto(home);
  const plan = page.locator('section:has(> #plan)');
  for (const item of ITEMS) await plan.getByText(`✓ ${item}`).waitFor();
  await step(page, home, 'figures', (form) => form.locator('[name=injured]').fill('5'));
  await page.locator('a[href$="sort=supplement"].button').waitFor();
  await report(page, t, home, 'continuing');
  await noteReceipts(page, home);
  const rest = () => plan.locator('form[action$="/tick"]:has(input[type=hidden][name=item])');
  for (let left = await rest().count(); left > 0; left -= 1) {
    await rest().first().getByRole('button').click();
    await page.getByRole('status').waitFor();
    await page.goto(home);
    assert.equal(await rest().count(), left - 1);
  }
  await look(now)(page, 'morning');
  await done();
}

async function over(now, home) {
  const { page, t, done } = await now.as(DAY, { viewport: PHONE });
  await report(page, t, home, 'final');
  await noteReceipts(page, home);
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
  // The four who had to be told first, the supplement to the first of them, the patients, one in between, the last one.
  await allInTime(page, t, home, 8);
  await page.goto(`${home}/reports/8`);
  await look(now)(page, 'last-report');
  await done();
  const chief = await now.as('chief');
  await step(chief.page, home, 'task', async (form) => {
    await form.locator('[name=unit]').selectOption('fire');
    await form.locator('[name=due]').fill('2026-04-20T18:00');
  });
  const task = await chief.page.locator('#review ~ ul a[href^="/cases/"]').getAttribute('href');
  // The review is done: what was taken in the emergency goes, and the page says so.
  await step(chief.page, home, 'personal');
  await chief.page.getByText(chief.t('incident-personal-erased')).waitFor();
  await look(now)(chief.page, 'over');
  await chief.done();
  const unit = await now.as('fire', { viewport: PHONE });
  await unit.page.goto(task);
  await unit.page.getByRole('heading', { level: 1, name: '消防通道被货物挡住' }).waitFor();
  await assertFits(unit.page, `the task of what was found (${now.locale})`);
  await unit.done();
}
