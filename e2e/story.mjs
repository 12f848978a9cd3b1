// A day: a unit reports, the office judges and briefs, a leader decides, the unit acknowledges and finishes, somebody
// else signs off, and the next day's brief says so.

import assert from 'node:assert/strict';
import { serve } from './program.mjs';
import { assertFits, signIn } from './people.mjs';

export const DAY = '2026-03-04';
export const AFTERNOON = `${DAY}T15:30:00+08:00`;
const NEXT_DAY = '2026-03-05';
const NEXT_MORNING = `${NEXT_DAY}T09:30:00+08:00`;
const TITLE = '演示：城东水厂加氯间泄漏致两人送医';

/** The unit's spreadsheet, as it lies on somebody's desk. */
const REPORT = [
  '县水务局 每日报送,,,,,,,,',
  '序号,编号,时间,来源,类别,标题,内容摘要,地点,片区,伤亡人数',
  `1,SW-0001,${DAY} 09:10,网格上报,安全生产,${TITLE},加氯间法兰渗漏，十二名工人送医观察，已停产。,城东水厂,城东街道,12`,
  `2,SW-0002,${DAY} 10:05,12345热线,供水,东湖路停水,东湖路86号上午停水。,东湖路86号,城东街道,`,
  `3,SW-0003,${DAY} 11:40,12345热线,供水,竹溪镇水压低,竹溪镇正街晚高峰水压低。,竹溪镇正街,竹溪镇,`,
].join('\r\n');

/** Follows it with browsers of these further options. */
export async function followADay(browser, dir, passwords, locale, options = {}) {
  const today = await serve(dir, AFTERNOON);
  let task;
  try {
    const as = (user) => signIn(browser, today, user, passwords, { locale, ...options });
    await unitReports(await as('water'));
    await officeJudgesAndDrafts(await as('analyst'));
    await chiefSigns(await as('chief'));
    task = await leaderDecides(await as('leader'));
    await unitFinishes(await as('water'), task);
    await somebodyElseSignsOff(await as('chief'), task);
  } finally {
    await today.stop();
  }
  const tomorrow = await serve(dir, NEXT_MORNING);
  try {
    await nextBriefSaysSo(await signIn(browser, tomorrow, 'analyst', passwords, { locale, ...options }), task);
  } finally {
    await tomorrow.stop();
  }
}

async function unitReports({ page, t, done }) {
  await page.getByRole('link', { name: t('nav-reports'), exact: true }).click();
  await page.goto(`/reports?date=${DAY}`);
  await page.getByLabel(t('reports-file'), { exact: true }).setInputFiles({
    name: '县水务局.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`\ufeff${REPORT}`, 'utf8'),
  });
  await page.getByRole('button', { name: t('reports-file-button') }).click();
  const line = page.getByRole('row').filter({ hasText: '县水务局.csv' });
  await line.waitFor();
  assert.match(await line.textContent(), /3/, 'the report holds three cases');
  await done();
}

async function officeJudgesAndDrafts({ page, t, done }) {
  await page.goto(`/judgement?date=${DAY}`);
  await page.getByRole('button', { name: t('judgement-start'), exact: true }).click();
  const first = page.locator('ol.items > li').first();
  assert.match(await first.textContent(), new RegExp(TITLE), 'who is hurt comes first');
  await first.getByRole('button', { name: t('judgement-keep-label') }).click();
  await page.locator('ol.items > li').first().getByText(t('judgement-kept'), { exact: true }).waitFor();
  await page.getByRole('button', { name: t('briefs-draft'), exact: true }).click();
  await page.getByText(t('brief-is-draft'), { exact: true }).first().waitFor();
  await page.getByText(t('brief-own-draft')).waitFor();
  assert.equal(await page.getByRole('button', { name: t('brief-sign') }).count(), 0, 'nobody signs an own draft');
  await done();
}

async function chiefSigns({ page, t, done }) {
  await page.getByRole('link', { name: t('nav-briefs'), exact: true }).click();
  await page.getByRole('link', { name: DAY, exact: true }).click();
  await page.getByRole('button', { name: t('brief-sign') }).click();
  await page.getByText(t('brief-is-signed'), { exact: true }).first().waitFor();
  await printsThePaperAlone(page);
  for (const file of ['brief-docx', 'brief-pdf']) {
    const [paper] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: t(file) }).click()]);
    assert.equal(await paper.failure(), null);
  }
  await done();
}

/** Nothing that is printed of the page stands beside the paper. */
async function printsThePaperAlone(page) {
  await page.emulateMedia({ media: 'print' });
  const beside = await page.evaluate(() => {
    const paper = document.querySelector('.paper');
    const isBeside = (element) => !paper.contains(element) && !element.contains(paper);
    const isSeen = (element) => element.textContent.trim() !== '' && [...element.getClientRects()].some((box) => box.width > 1 && box.height > 1);
    return [...document.body.querySelectorAll('*')].filter((element) => isBeside(element) && isSeen(element)).map((element) => element.outerHTML.slice(0, 120));
  });
  assert.deepEqual(beside, [], 'on paper');
  await page.emulateMedia({ media: null });
}

async function leaderDecides({ page, t, done }) {
  await page.goto(`/briefs/${DAY}`);
  await page.getByRole('link', { name: t('brief-assign-label') }).first().click();
  await page.getByText(TITLE).first().waitFor();
  await page.getByLabel(t('assign-due'), { exact: true }).fill(`${NEXT_DAY}T18:00`);
  await page.getByRole('button', { name: t('assign-button'), exact: true }).click();
  await page.waitForURL(/\/cases\/\d{8}-\d+$/);
  const number = page.url().split('/').at(-1);
  await done();
  return number;
}

/** Opens a step of the case, fills what it asks for, and sends it; the page that answers is as wide as the window. */
export async function take(page, t, step, fill = async () => {}) {
  const details = page.locator('details').filter({ has: page.locator('summary', { hasText: exactly(t(step)) }) });
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await fill(details);
  await details.getByRole('button', { name: t(step), exact: true }).click();
  await page.getByRole('status').waitFor();
  await assertFits(page, `after ${t(step)}`);
}

const exactly = (text) => new RegExp(`^\\s*${text}\\s*$`);

async function unitFinishes({ page, t, done }, task) {
  await page.getByRole('link', { name: t('nav-assignments'), exact: true }).click();
  await page.getByRole('link', { name: task, exact: true }).click();
  await take(page, t, 'step-acknowledge');
  await take(page, t, 'step-progress', (form) => form.getByLabel(t('step-field-progress')).fill('已停产检修，伤者情况稳定。'));
  await page.goto(`/cases/${task}`);
  const attach = page.locator('details').filter({ has: page.locator('summary', { hasText: exactly(t('step-attach')) }) });
  await attach.locator('summary').click();
  await attach.getByLabel(t('evidence-file')).setInputFiles({
    name: '检修记录.png',
    mimeType: 'image/png',
    buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  });
  await attach.getByRole('button', { name: t('step-attach'), exact: true }).click();
  await page.getByRole('link', { name: '检修记录.png', exact: true }).waitFor();
  await take(page, t, 'step-answer', async (form) => {
    await form.getByLabel(t('step-field-answer')).fill('法兰已更换，检测合格后恢复供水。');
    const outcome = form.getByLabel(t('step-field-outcome'));
    if (await outcome.count()) await outcome.selectOption({ label: t('outcome-solved') });
    else await form.getByLabel(t('outcome-solved'), { exact: true }).check();
  });
  const steps = page.locator('summary', { hasText: exactly(t('step-sign-off')) });
  assert.equal(await steps.count(), 0, 'nobody signs off the own work');
  await done();
}

async function somebodyElseSignsOff({ page, t, done }, task) {
  await page.goto(`/cases/${task}`);
  await take(page, t, 'step-sign-off', (form) => form.getByLabel(t('step-field-sign-off')).fill('已看检修记录，同意。'));
  await page.goto('/assignments?show=ended');
  await page.getByRole('link', { name: task, exact: true }).waitFor();
  await done();
}

async function nextBriefSaysSo({ page, t, done }, task) {
  await page.goto(`/judgement?date=${NEXT_DAY}`);
  await page.getByRole('button', { name: t('judgement-start'), exact: true }).click();
  await page.getByRole('button', { name: t('briefs-draft'), exact: true }).click();
  const paper = page.locator('.paper');
  await paper.waitFor();
  const told = await paper.textContent();
  assert.ok(told.includes(task), `the brief of ${NEXT_DAY} names the task ${task}`);
  assert.ok(told.includes(t('outcome-solved')) || told.includes('法兰已更换'), 'and says what came of it');
  await done();
}
