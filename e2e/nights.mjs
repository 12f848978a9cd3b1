// A holiday's watch: planned the day before, handed over in the evening, and handed over again in the middle of whatever happens.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PHONE, assertFits } from './people.mjs';

/** The invented people: user → name, and the other way round. */
const people = [...readFileSync(new URL('../packs/demo-bureau/people.toml', import.meta.url), 'utf8').matchAll(/user = "([^"]+)"\nname = "([^"]+)"/g)];
const nameOf = Object.fromEntries(people.map(([, user, name]) => [user, name]));
const userOf = Object.fromEntries(people.map(([, user, name]) => [name, user]));

/** Two on watch in a holiday's night; the next day's officer comes in the morning. */
export const NIGHT = ['duty', 'clerk'];
export const DAY = 'analyst';
const PLAN = [
  ['2026-04-04', 'lead', '1', 'chief'],
  ['2026-04-04', 'night', '1', NIGHT[0]],
  ['2026-04-04', 'night', '2', NIGHT[1]],
  ['2026-04-05', 'lead', '1', 'chief'],
  ['2026-04-05', 'day', '1', DAY],
  ['2026-04-05', 'day', '2', 'urban'],
];

/** The chief plans the holiday. */
export async function planTheHoliday(now) {
  const { page, t, done } = await now.as('chief');
  for (const [date, turn, seat, user] of PLAN) {
    await page.goto('/duty?desk=office&month=2026-04');
    await page.locator('details:has(form[action="/duty/plan/put"]) > summary').click();
    await page.locator('#put-date').fill(date);
    await page.locator('#put-turn').selectOption(turn);
    await page.locator('#put-seat').fill(seat);
    await page.locator('#put-staff').selectOption({ label: nameOf[user] });
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/duty/plan/put'));
    await page.getByRole('button', { name: t('duty-put-do'), exact: true }).click();
    // The night asks for somebody with first aid among the two: the first one put in may be the other.
    if ((await answered).status() === 422) await page.locator('#despite').click();
    await page.waitForURL((url) => url.pathname === '/duty' && !url.searchParams.has('month'));
    await assertFits(page, `${user} put in on ${date}`);
  }
  await done();
}

/** Who is on watch, by user. */
async function onWatch(page, t) {
  await page.goto('/watch?desk=office');
  const lines = await page.locator('section:has(> #on) .own-ways > div').first().locator('li').allTextContents();
  const officers = lines.filter((line) => line.includes(t('duty-tier-officer')));
  return officers.map((line) => userOf[Object.keys(userOf).find((name) => line.includes(name))]);
}

async function offer(page, t, note) {
  await page.goto('/watch?desk=office');
  await page.locator('#note').fill(note);
  await page.getByRole('button', { name: t('desk-watch-offer-do'), exact: true }).click();
  await page.getByText(t('desk-watch-offered-own')).waitFor();
}

const takes = (page, t) => page.getByRole('button', { name: t('desk-watch-take'), exact: true });

async function take(page, t) {
  const answered = page.waitForResponse((answer) => answer.url().endsWith('/watch/take'));
  await takes(page, t).click();
  await answered;
}

/** The night comes on watch: whoever had it hands over, and who comes beside them signs in. */
export async function beginTheNight(now) {
  const night = await Promise.all(NIGHT.map((user) => now.as(user, { viewport: PHONE })));
  const [{ page, t }] = night;
  for (const user of (await onWatch(page, t)).filter((user) => !NIGHT.includes(user))) {
    const before = await now.as(user);
    await offer(before.page, t, '白班无事。');
    await before.done();
    await page.goto('/watch?desk=office');
    await takes(page, t).click();
    await page.waitForURL('**/watch?desk=office');
  }
  for (const one of night) {
    await one.page.goto('/watch?desk=office');
    const join = one.page.getByRole('button', { name: t('desk-watch-join'), exact: true });
    if (await join.count()) await join.click();
  }
  assert.deepEqual((await onWatch(page, t)).sort(), [...NIGHT].sort());
  await Promise.all(night.map((one) => one.done()));
}

/** Something that is still to be done is written on the watch's list. */
export async function leaveOpen(page, t, text) {
  await page.goto('/watch?desk=office');
  await page.locator('form[action="/watch/note"] [name=text]').fill(text);
  await page.locator('form[action="/watch/note"] [name=open]').check();
  await page.getByRole('button', { name: t('desk-watch-entry-add'), exact: true }).click();
  await page.locator('section:has(> #entries)').getByText(text).waitFor();
}

/** A watch that nobody has taken does not end, whoever asks. */
async function isNotLetGo(page, t) {
  await page.goto('/watch?desk=office');
  assert.equal(await page.getByRole('button', { name: t('desk-watch-leave'), exact: true }).count(), 0);
  const csrf = await page.locator('input[name=csrf]').first().inputValue();
  const language = await page.locator('html').getAttribute('lang');
  const answer = await page.request.post('/watch/leave', { form: { csrf, desk: 'office' }, headers: { 'accept-language': language } });
  assert.equal(answer.status(), 422);
  assert.ok((await answer.text()).includes(t('refusal-watch-nobody')));
}

/**
 * In the middle of it the watch is handed over: a holiday's night needs two, so neither of them just leaves. One hands over to the other,
 * who is kept until the next one has read what is handed over and taken it.
 */
export async function handTheWatchOver(now, home, look, open) {
  const second = await now.as(NIGHT[1], { viewport: PHONE });
  await isNotLetGo(second.page, second.t);
  await offer(second.page, second.t, '我这边的都已办完。');
  await second.done();

  const first = await now.as(NIGHT[0], { viewport: PHONE });
  await first.page.goto('/watch?desk=office');
  await take(first.page, first.t);
  assert.deepEqual(await onWatch(first.page, first.t), [NIGHT[0]]);
  await isNotLetGo(first.page, first.t);
  await offer(first.page, first.t, '市场火已灭，续报和预警解除等白班办。');
  // Written is not taken.
  await isNotLetGo(first.page, first.t);
  await look(first.page, 'watch-offered', false);

  const next = await now.as(DAY, { viewport: PHONE });
  const { page, t } = next;
  await page.goto('/watch?desk=office');
  assert.equal(await page.getByRole('button', { name: t('desk-watch-join'), exact: true }).count(), 0, 'first it is read');
  const offered = page.locator('section:has(> [id^="offer-"])');
  await offered.getByText('续报和预警解除等白班办').waitFor();
  await offered.getByText(open).waitFor();
  const due = offered.locator(`li:has(a[href^="${home}"])`).first();
  assert.equal((await due.textContent()).includes(now.t('incident-drill')), now.drill, 'what is practised says so when it is handed over');
  await look(page, 'watch-read', false);
  await take(page, t);
  await page.getByText(t('desk-watch-said-taken')).first().waitFor();
  assert.deepEqual(await onWatch(page, t), [DAY]);
  await page.locator('section:has(> #entries) li', { hasText: open }).getByRole('button').click();
  await page.locator('section:has(> #entries)').getByText(open).waitFor({ state: 'detached' });

  await first.page.goto('/watch?desk=office');
  assert.equal(await first.page.locator('form[action="/watch/offer"]').count(), 0, 'the watch is no longer theirs');
  await first.done();
  await next.done();
}
