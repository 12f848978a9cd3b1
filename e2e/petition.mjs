// A petition: taken down at the counter from the keyboard alone, answered with an opinion, reviewed and re-reviewed as the
// clock moves on, and followed at home under the link from the slip.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECONDS_A_KEY, counting, tabOn } from './keyboard.mjs';
import { catchMail } from './notices.mjs';
import { PHONE, assertAccessible, assertFits, keepPicture, lookAtPaper, shots, signIn, sizeOf } from './people.mjs';
import { serve } from './program.mjs';
import { take } from './story.mjs';
import { words } from './words.mjs';

const TITLE = '演示：阳光小区物业费多收';
const WORDS = [TITLE, '去年一年按1.8元收，备案是1.5元。'];
const REASON = '没有查清前年是不是也多收了。';
const COUNTER = '2026-03-04T10:00:00+08:00';
const REVIEW = '2026-04-01T10:00:00+08:00';
const RE_REVIEW = '2026-04-28T10:00:00+08:00';
const NAME = '欧阳明';
const CONTACT = '13900001234';
const ADDRESS = 'oym@example.org';

export async function petitionThroughReviewAndReReview(browser, dir, passwords, locale) {
  const mail = await catchMail();
  const settings = `[mail]\nhost = "127.0.0.1"\nport = ${mail.port}\nsecurity = "none"\nfrom = "desk@example.org"\n`;
  await writeFile(join(dir, 'notices.toml'), settings);
  try {
    await followThePetition(browser, dir, passwords, locale);
  } finally {
    mail.stop();
  }
}

async function followThePetition(browser, dir, passwords, locale) {
  const story = { browser, passwords, locale, t: words(locale) };
  const at = async (time, act) => {
    const server = await serve(dir, time);
    try {
      const shot = (page, name) => keepPicture(page, `petition-${name}.${locale}`);
      const as = (user) => signIn(browser, server, user, passwords, { locale, viewport: sizeOf(locale) });
      return await act({ ...story, server, shot, as });
    } finally {
      await server.stop();
    }
  };
  const { number, home } = await at(COUNTER, async (now) => {
    const taken = await takeDownFromTheKeyboard(now);
    const housing = await now.as('housing');
    await housing.page.goto(`/cases/${taken.number}`);
    // The office was asked first and answers until they have taken it.
    await take(housing.page, housing.t, 'step-take-over');
    await housing.page.goto(`/cases/${taken.number}`);
    await take(housing.page, housing.t, 'step-accept');
    await answerWithAnOpinion(housing, taken.number, 'not-supported');
    await now.shot(housing.page, 'case');
    await housing.done();
    return taken;
  });
  await at(REVIEW, async (now) => {
    await askAtHome(now, home, 'review');
    const chief = await now.as('chief');
    await answerWithAnOpinion(chief, number, 'explained');
    await chief.done();
  });
  await at(RE_REVIEW, async (now) => {
    await askAtHome(now, home, 're-review');
    const committee = await now.as('committee');
    await answerWithAnOpinion(committee, number, 'supported');
    await committee.done();
    await theLastWord(now, home);
  });
}

async function takeDownFromTheKeyboard(now) {
  const { page, t, done } = await now.as('clerk');
  await page.goto('/cases/quick?kind=petition');
  await assertFits(page, `quick intake (${now.locale})`);
  await assertAccessible(page, `quick intake (${now.locale})`);
  const field = (name) => page.locator(`[name=${name}]`).first();
  const hands = counting(page);
  assert.equal(await field('description').evaluate((element) => element === document.activeElement), true, 'the first field has the focus');
  await hands.type(WORDS[0]);
  await hands.press('Enter');
  await hands.type(WORDS[1]);
  await hands.press('Tab');
  await hands.type('东湖路86号');
  await tabOn(hands, page, field('category'));
  for (let pressed = 0; pressed < 3; pressed += 1) await hands.press('ArrowDown');
  await tabOn(hands, page, field('notices'));
  await hands.press('ArrowDown');
  await tabOn(hands, page, field('notice_address'));
  await hands.type(ADDRESS);
  await tabOn(hands, page, field('requester_name'));
  await hands.type(NAME);
  await tabOn(hands, page, field('requester_contact'));
  await hands.type(CONTACT);
  await now.shot(page, 'quick');
  await hands.press('Control+Enter');
  await page.locator('.spoken').waitFor();
  // A minute is what there is for it, by the hands of a clerk who listens and types.
  const seconds = hands.keys * SECONDS_A_KEY;
  assert.ok(seconds <= 60, `${hands.told()}: ${seconds} s`);
  await assertFits(page, `the slip (${now.locale})`);
  await assertAccessible(page, `the slip (${now.locale})`);
  await now.shot(page, 'slip');
  const spoken = (await page.locator('.spoken').textContent()).replaceAll(' ', '');
  const number = await page.locator('.crumb a').textContent();
  // What was read out on the telephone is typed in at home.
  const context = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
  const phone = await context.newPage();
  await phone.goto('/portal/mine');
  await phone.getByLabel(t('portal-find-label')).fill(spoken.toUpperCase());
  await phone.getByRole('button', { name: t('portal-find-button'), exact: true }).click();
  await phone.getByText(number).first().waitFor();
  const home = new URL(phone.url()).pathname;
  await context.close();
  await done();
  return { number, home };
}

/** The opinion in its four parts, looked at as a file, and the answer that it goes with. */
async function answerWithAnOpinion({ page, t, context, locale }, number, verdict) {
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-opinion', async (form) => {
    await form.getByLabel(t('opinion-field-request'), { exact: true }).fill('要求退还多收的物业费。');
    await form.getByLabel(t('opinion-field-facts'), { exact: true }).fill('经查，收费高于备案标准，共涉及312户。');
    await form.getByLabel(t('opinion-field-opinion'), { exact: true }).fill('责令物业公司限期退还。');
    await form.getByLabel(t('opinion-field-basis'), { exact: true }).fill('《物业管理条例》第四十条。');
    await form.getByLabel(t('opinion-field-verdict'), { exact: true }).selectOption(verdict);
  });
  const href = await page.getByRole('link', { name: t('together-file') }).last().getAttribute('href');
  const paper = await context.request.get(href.replace('docx', 'pdf'));
  assert.match((await paper.body()).subarray(0, 8).toString('latin1'), /^%PDF-1\.7/);
  const [, round] = href.match(/opinions\/(\d)\//);
  const path = `${shots}petition-opinion-${round}.${locale}.pdf`;
  await writeFile(path, await paper.body());
  const text = await lookAtPaper(path);
  for (const said of ['要求退还多收的物业费', '经查，收费高于备案标准', '责令物业公司限期退还', '《物业管理条例》第四十条']) {
    assert.ok(text.replace(/\s/g, '').includes(said), `${said}: ${text}`);
  }
  // Whoever signs does not stand alone on a page.
  const last = text.trim().split('\f').at(-1).replace(/\s/g, '');
  assert.ok(last.length > 30, last);
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-answer', async (form) => {
    await form.getByLabel(t('step-field-answer')).fill('见意见书。');
    await form.getByLabel(t('step-field-outcome')).selectOption(verdict === 'supported' ? 'solved' : 'cannot-be-met');
  });
}

async function phoneOf(now) {
  const context = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
  context.setDefaultTimeout(15_000);
  return { context, page: await context.newPage() };
}

/** The requester reads the opinion and asks for the next look. */
async function askAtHome(now, home, round) {
  const { t } = now;
  const { context, page } = await phoneOf(now);
  await page.goto(home);
  const number = round === 'review' ? 1 : 2;
  const paper = await context.request.get(`${home}/opinions/${number}/opinion.docx`);
  assert.equal((await paper.body()).subarray(0, 2).toString('latin1'), 'PK');
  await keepPicture(page, `petition-answered-${number}.${now.locale}.390`);
  await assertFits(page, `answered ${number} (${now.locale})`);
  await assertAccessible(page, `answered ${number} (${now.locale})`);
  await page.locator('summary', { hasText: t(`portal-${round}`) }).click();
  await page.getByLabel(t('portal-review-label')).fill(REASON);
  await page.getByRole('button', { name: t(`portal-${round}`), exact: true }).click();
  await page.getByRole('status').getByText(t('portal-done-review')).waitFor();
  await context.close();
}

async function theLastWord(now, home) {
  const { context, page } = await phoneOf(now);
  await page.goto(home);
  await page.getByText(now.t('portal-next-final')).waitFor();
  assert.equal(await page.locator('#review').count(), 0, 'nothing more is asked of the same facts');
  assert.equal(await page.getByRole('link', { name: now.t('together-file') }).count(), 6, 'three opinions, in two forms each');
  await keepPicture(page, `petition-final.${now.locale}.390`);
  await assertFits(page, `the last word (${now.locale})`);
  await assertAccessible(page, `the last word (${now.locale})`);
  await context.close();
}
