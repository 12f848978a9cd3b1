// A public warning, from the draft to the feed, and one that is drafted from an incident and taken back; an operating level, told
// to every post.

import assert from 'node:assert/strict';
import { PHONE, WIDE, lookAt, signIn } from './people.mjs';

const HEADLINE = { 'zh-CN': '演示：道路积水预警', en: 'Demonstration: flooded roads' };

export async function warnThePublic(browser, server, passwords, locale) {
  const duty = await signIn(browser, server, 'duty', passwords, { locale });
  const { page, t } = duty;
  await page.goto('/warnings/new');
  await page.locator('#hazard').selectOption('flood');
  // Nothing grave is chosen beforehand.
  for (const [list, chosen] of Object.entries({ colour: 'orange', urgency: 'expected', certainty: 'likely', response: 'avoid' })) {
    assert.equal(await page.locator(`#${list}`).inputValue(), '');
    await page.locator(`#${list}`).selectOption(chosen);
  }
  // Without an end and without a place it is not handed in; what was written stays.
  for (const [tag, language] of [['zh', 'zh-CN'], ['en', 'en']]) {
    await page.locator(`#headline_${tag}`).fill(HEADLINE[language]);
    await page.locator(`#description_${tag}`).fill('…');
    await page.locator(`#instruction_${tag}`).fill('…');
  }
  await page.locator('#expires').fill('2026-03-05T08:00');
  await page.getByRole('button', { name: t('warning-send-draft') }).click();
  await page.locator('#errors').waitFor();
  assert.equal(await page.locator('#headline_zh').inputValue(), HEADLINE['zh-CN']);
  await page.locator('input[name="area:chengdong"]').check();
  await lookAt(page, locale, 'warning-draft');
  await page.getByRole('button', { name: t('warning-send-draft') }).click();
  await page.getByRole('heading', { name: t('warning-waits') }).waitFor();
  const path = new URL(page.url()).pathname;
  assert.equal(await page.getByRole('button', { name: t('warning-approve'), exact: true }).count(), 0);

  const chief = await signIn(browser, server, 'chief', passwords, { locale });
  await chief.page.getByRole('link', { name: HEADLINE[locale] }).click();
  await lookAt(chief.page, locale, 'warning-waits');
  await chief.page.getByRole('button', { name: t('warning-approve'), exact: true }).click();
  await page.goto(path);
  await page.getByRole('button', { name: t('warning-publish'), exact: true }).click();
  await page.getByText(t('warning-stage-in-force')).first().waitFor();
  await lookAt(page, locale, 'warning');
  await page.goto('/warnings');
  await lookAt(page, locale, 'warnings');
  await chief.done();
  await duty.done();

  const context = await browser.newContext({ baseURL: server.url, locale, viewport: WIDE });
  const guest = await context.newPage();
  await guest.goto('/public/warnings');
  await guest.getByText(HEADLINE[locale]).waitFor();
  await lookAt(guest, locale, 'public-warnings');
  const feed = await (await context.request.get('/feeds/cap.atom')).text();
  const links = [...feed.matchAll(/type="application\/cap\+xml" href="([^"]+)"/g)].map(([, href]) => href);
  const documents = await Promise.all(links.map(async (href) => (await context.request.get(href)).text()));
  for (const kind of ['Alert', 'Update', 'Cancel']) {
    assert.ok(documents.some((text) => text.includes(`<msgType>${kind}</msgType>`)), kind);
  }
  assert.ok(documents.some((text) => text.includes('<status>Exercise</status>')));
  assert.ok(documents.every((text) => text.includes('<SignatureValue>')));
  await context.close();
}

export async function raiseTheLevel(browser, server, passwords, locale) {
  const chief = await signIn(browser, server, 'chief', passwords, { locale });
  const { page, t } = chief;
  await page.goto('/levels');
  await page.locator('#level').selectOption('emergency');
  await page.locator('#until').fill('2026-03-06T08:00');
  await page.locator('form[action="/levels"] #reason').fill('演示：洪水');
  await page.getByRole('button', { name: t('level-button'), exact: true }).click();
  await page.getByText('演示：洪水').waitFor();
  const water = await signIn(browser, server, 'water', passwords, { locale });
  await water.page.getByText(t('level-read-it')).first().click();
  await water.page.locator('section', { hasText: '演示：洪水' }).getByRole('button', { name: t('level-acknowledge') }).click();
  await page.goto('/levels');
  const level = page.locator('section', { hasText: '演示：洪水' });
  await printedOpen(page, level);
  await level.locator('summary').first().click();
  await lookAt(page, locale, 'levels');
  await water.done();
  await chief.done();
}

/** Printed, who has read it stands there though nobody opened it, and what only sends something does not. */
async function printedOpen(page, level) {
  const read = level.locator('details:not(:has(form)) li').first();
  const form = level.locator('details:has(form) summary').first();
  const seen = async () => [await read.isVisible(), await form.isVisible()];
  assert.deepEqual(await seen(), [false, true]);
  await page.emulateMedia({ media: 'print' });
  assert.deepEqual(await seen(), [true, false]);
  await page.emulateMedia({ media: 'screen' });
}

const FIRE = { 'zh-CN': '演示：城北市场火灾，请绕行', en: 'Demonstration: fire at the north market, stay away' };
const OVER = { 'zh-CN': '演示：城北市场火灾预警解除', en: 'Demonstration: the fire at the north market is out' };
const MARK = '【演练 DRILL】';

async function say(page, headline) {
  for (const [tag, language] of [['zh', 'zh-CN'], ['en', 'en']]) {
    await page.locator(`#headline_${tag}`).fill(headline[language]);
    await page.locator(`#description_${tag}`).fill('…');
    await page.locator(`#instruction_${tag}`).fill('…');
  }
}

/** The newest of the feed, as a reader of feeds shows it, and as the document says it. */
async function newest(now) {
  const context = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale });
  const feed = await (await context.request.get('/feeds/cap.atom')).text();
  const [entry] = feed.split('<entry>').slice(1);
  const title = /<title[^>]*>([^<]*)</.exec(entry)[1];
  const link = /type="application\/cap\+xml" href="([^"]+)"/.exec(entry)[1];
  const xml = await (await context.request.get(link)).text();
  await context.close();
  const of = (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  const headlines = [...xml.matchAll(/<headline>([^<]*)</g)].map(([, headline]) => headline);
  return { title, headlines, xml, of };
}

/** What is practised says so where a receiver looks first: status, headline, and the feed's own title. */
function saysExercise(now, message) {
  assert.equal(message.of('status'), now.drill ? 'Exercise' : 'Actual');
  assert.equal(message.headlines.length, 2, 'both languages');
  for (const line of [message.title, ...message.headlines]) assert.equal(line.startsWith(MARK), now.drill, line);
}

/** Somebody else reads it; until then it cannot go out. */
async function secondPair(now, path, headline, look) {
  const chief = await now.as('chief', { viewport: PHONE });
  await chief.page.goto('/warnings');
  await chief.page.getByRole('link', { name: headline[now.locale] }).first().click();
  await chief.page.waitForURL(`**${path}`);
  await look(chief.page, 'warning-waits');
  await chief.page.getByRole('button', { name: chief.t('warning-approve'), exact: true }).click();
  await chief.page.getByText(chief.t('warning-approved-by')).waitFor();
  await chief.done();
}

async function publish(page, t, path) {
  await page.goto(path);
  await page.getByRole('button', { name: t('warning-publish'), exact: true }).click();
  await page.getByRole('button', { name: t('warning-publish'), exact: true }).waitFor({ state: 'detached' });
}

/** The incident's page says how it stands with the warning. */
async function standsThere(page, t, home, path, stage) {
  await page.goto(home);
  const line = page.locator('section:has(> #public) p', { has: page.locator(`a[href="${path}"]`) });
  await line.getByText(t(stage), { exact: true }).waitFor();
}

/** The watch warns the public of an incident, from the incident's own page. Answers where the warning is, and its message's name. */
export async function warnOfIt(now, home, look) {
  const { page, t, done } = await now.as('duty', { viewport: PHONE });
  await page.goto(home);
  await page.getByRole('link', { name: t('incident-warn'), exact: true }).click();
  await page.waitForURL('**/warnings/new?incident=*');
  // Where it is, and that it is a drill, stands there already.
  assert.equal(await page.locator('#place_zh').inputValue(), '城北市场');
  assert.equal((await page.locator('#exercise').inputValue()).startsWith(MARK), now.drill);
  const chosen = { hazard: 'fire', colour: 'yellow', urgency: 'immediate', certainty: 'observed', response: 'avoid' };
  for (const [list, value] of Object.entries(chosen)) await page.locator(`#${list}`).selectOption(value);
  await page.locator('#expires').fill('2026-04-05T12:00');
  await say(page, FIRE);
  await page.locator('input[name="area:chengdong"]').check();
  await look(page, 'warning-draft');
  await page.getByRole('button', { name: t('warning-send-draft') }).click();
  await page.getByRole('heading', { name: t('warning-waits') }).waitFor();
  const path = new URL(page.url()).pathname;
  for (const button of ['warning-approve', 'warning-publish']) {
    assert.equal(await page.getByRole('button', { name: t(button), exact: true }).count(), 0);
  }
  await standsThere(page, t, home, path, 'warning-stage-draft');
  await secondPair(now, path, FIRE, look);
  await publish(page, t, path);
  await look(page, 'warning');
  await standsThere(page, t, home, path, 'warning-stage-in-force');
  const message = await newest(now);
  assert.equal(message.of('msgType'), 'Alert');
  saysExercise(now, message);
  const context = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
  const guest = await context.newPage();
  await guest.goto('/public/warnings');
  const told = await guest.locator('li', { hasText: FIRE[now.locale] }).first().textContent();
  assert.equal(told.includes(MARK), now.drill, told);
  await look(guest, 'public-warnings');
  await context.close();
  await done();
  return { path, identifier: message.of('identifier') };
}

/** When it is over the warning is taken back: by whoever has the watch now, read by somebody else. */
export async function takeTheWarningBack(now, { home, warning }, user, look) {
  const { page, t, done } = await now.as(user, { viewport: PHONE });
  await page.goto(home);
  await page.locator('section:has(> #public)').getByRole('link', { name: FIRE[now.locale] }).click();
  await page.getByRole('link', { name: t('warning-draft-cancel'), exact: true }).click();
  await page.waitForURL('**/draft?kind=cancel');
  await say(page, OVER);
  await look(page, 'warning-cancel');
  await page.getByRole('button', { name: t('warning-send-draft') }).click();
  await page.getByRole('heading', { name: t('warning-waits') }).waitFor();
  await secondPair(now, warning.path, FIRE, look);
  await publish(page, t, warning.path);
  await page.getByText(t('warning-stage-cancelled')).first().waitFor();
  const message = await newest(now);
  assert.equal(message.of('msgType'), 'Cancel');
  assert.ok(message.of('references').split(' ').some((one) => one.split(',')[1] === warning.identifier), message.of('references'));
  saysExercise(now, message);
  await standsThere(page, t, home, warning.path, 'warning-stage-cancelled');
  await done();
}
