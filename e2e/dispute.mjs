// A dispute found in the field: mediated, agreed, signed on the glass of a telephone, sealed, its promises followed up, and
// its dossier taken out with a reason; the record is read back and signed, on the glass and on paper with a scan; a police station
// that is invited joins by a link that shows this dispute alone; both parties sign that they ask a court to confirm it, and the ruling is recorded; each
// party follows it at home by a link of its own and says there that the record is right.

import assert from 'node:assert/strict';
import { PHONE, assertAccessible, assertFits, keepPicture, lookAtPaper, shots, signIn, sizeOf } from './people.mjs';
import { serve } from './program.mjs';
import { take } from './story.mjs';
import { words } from './words.mjs';

const TITLE = '演示：两家的排水沟';
const NAME = '欧阳演示甲';
const OTHER = '司徒演示乙';
const FOUND = '2026-03-04T09:00:00+08:00';
const SESSION = '2026-03-04T16:00:00+08:00';
const COURT = '2026-03-09T10:00:00+08:00';
const AFTER = '2026-03-24T10:00:00+08:00';

export async function disputeToAnAgreement(browser, dir, passwords, locale) {
  const story = { browser, passwords, locale, t: words(locale) };
  const at = async (time, act) => {
    const server = await serve(dir, time);
    try {
      const shot = (page, name) => keepPicture(page, `dispute-${name}.${locale}`);
      const as = (user, options) => signIn(browser, server, user, passwords, { locale, viewport: sizeOf(locale), ...options });
      return await act({ ...story, server, shot, as });
    } finally {
      await server.stop();
    }
  };
  const { number, homes } = await at(FOUND, async (now) => {
    await askForMediation(now);
    return foundInTheField(now);
  });
  await at(SESSION, async (now) => {
    await agreeAndSign(now, number);
    for (const home of homes) await readAtHome(now, home, home === homes[1]);
  });
  await at(COURT, (now) => askACourt(now, number));
  await at(AFTER, async (now) => {
    await recordRuling(now, number);
    await followUpAndClose(now, number);
  });
}

/** Somebody asks for mediation at home, names the other party under seal, and says that the own side wants it. */
async function askForMediation(now) {
  const context = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const { t } = now;
  const next = () => page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  await page.goto('/portal');
  await page.getByRole('link', { name: t('portal-start-dispute'), exact: true }).click();
  await next();
  await page.getByRole('textbox').fill('装修款多收了\n增项没有签单。');
  await next();
  await next();
  await page.locator('input[value=dispute-contract]').check();
  await next();
  await next();
  await page.locator('#requester_name').fill(NAME);
  await page.locator('#other_party_b').fill(`${OTHER}\n新区锦绣路88号`);
  await assertFits(page, `asking for mediation (${now.locale})`);
  await assertAccessible(page, `asking for mediation (${now.locale})`);
  await next();
  await page.getByText(OTHER).first().waitFor();
  await page.getByRole('button', { name: t('portal-send'), exact: true }).click();
  await page.getByRole('heading', { name: t('portal-new-title'), exact: true }).waitFor();
  assert.ok(!(await page.content()).includes(OTHER), 'sealed from the moment it was sent');
  await page.getByLabel(t('consent-agrees'), { exact: true }).check();
  await page.getByRole('button', { name: t('portal-consent-button'), exact: true }).click();
  await page.getByRole('status').getByText(t('portal-done-consent')).waitFor();
  await assertFits(page, `asked for mediation (${now.locale})`);
  await assertAccessible(page, `asked for mediation (${now.locale})`);
  await keepPicture(page, `dispute-asked.${now.locale}.390`);
  await context.close();
}

async function foundInTheField(now) {
  const { page, t, done, context } = await now.as('mediator', { viewport: PHONE });
  await page.goto('/cases/new?kind=dispute');
  await assertFits(page, `dispute intake (${now.locale})`);
  await page.locator('#title').fill(TITLE);
  await page.locator('#description').fill('乙方翻建院墙，甲方院里积水。');
  await page.locator('#category').selectOption('dispute-neighbours');
  await page.locator('#unit').selectOption('mediation');
  await page.locator('#source').fill('走访发现');
  await page.locator('#requester_name').fill(NAME);
  await page.locator('#other_party_b').fill(`${OTHER}\n东街3号`);
  await page.getByRole('button', { name: t('register-button'), exact: true }).click();
  await page.waitForURL(/\/cases\/\d/);
  const number = new URL(page.url()).pathname.split('/').at(-1);
  const step = async (name, fill) => {
    await page.goto(`/cases/${number}`);
    await take(page, t, name, fill);
  };
  await step('step-accept');
  for (const party of ['a', 'b']) {
    await step('step-consent', async (form) => {
      await form.locator('[name=party]').selectOption(party);
      await form.getByLabel(t('consent-agrees'), { exact: true }).check();
    });
    await step('step-notice', async (form) => {
      await form.locator('[name=party]').selectOption(party);
      await form.getByLabel(t('notice-written'), { exact: true }).check();
    });
    await step('step-mediator', async (form) => {
      await form.locator('[name=party]').selectOption(party);
      await form.locator('[name=post]').selectOption('mediator-one');
    });
  }
  await step('step-call-session', async (form) => {
    await form.locator('[name=at]').fill('2026-03-04T15:00');
    await form.locator('[name=place]').fill('一号调解室');
    await form.locator('[name=link]').fill('https://meet.example/room');
  });
  await assertAccessible(page, `dispute, called (${now.locale})`);
  await assertFits(page, `dispute, called (${now.locale})`);
  const entry = await context.request.get(`/cases/${number}/sessions/1/session.ics`);
  assert.match(entry.headers()['content-type'], /^text\/calendar/);
  assert.match(await entry.text(), /DTSTART:20260304T070000Z\r\n/);
  assert.ok(!(await page.content()).includes(OTHER), 'names are sealed');
  await moveAndCallOff(now, page, context, number);
  const homes = [];
  for (const party of ['a', 'b']) {
    await page.goto(`/cases/${number}`);
    await page.locator(`form[action$="/link"] input[value=${party}]`).check();
    await page.getByRole('button', { name: t('link-button'), exact: true }).click();
    await page.locator('.spoken').waitFor();
    await assertFits(page, `a link for party ${party} (${now.locale})`);
    await assertAccessible(page, `a link for party ${party} (${now.locale})`);
    homes.push(`/portal/mine/${(await page.locator('.spoken').textContent()).replaceAll(' ', '')}`);
  }
  await done();
  return { number, homes };
}

/** A second session is moved and then does not take place; calendars are told. */
async function moveAndCallOff(now, page, context, number) {
  const { t } = now;
  const step = async (name, fill) => {
    await page.goto(`/cases/${number}`);
    await take(page, t, name, fill);
  };
  await step('step-call-session', async (form) => {
    await form.locator('[name=at]').fill('2026-03-05T15:00');
    await form.locator('[name=place]').fill('二号调解室');
  });
  await step('step-move-session', async (form) => {
    await form.locator('[name=session]').selectOption('2');
    await form.locator('[name=at]').fill('2026-03-06T15:00');
    await form.locator('[name=place]').fill('二号调解室');
    await form.locator('[name=text]').fill('停电');
  });
  await step('step-call-off-session', async (form) => {
    await form.locator('[name=session]').selectOption('2');
    await form.locator('[name=text]').fill('各方说一次就够');
  });
  await page.getByText(t('mediation-called-off'), { exact: true }).first().waitFor();
  await assertAccessible(page, `a session called off (${now.locale})`);
  const entry = await context.request.get(`/cases/${number}/sessions/2/session.ics`);
  assert.match(await entry.text(), /STATUS:CANCELLED\r\n/);
}

/** Draws a line as a finger does. */
async function draw(page) {
  const glass = page.locator('#glass');
  await glass.scrollIntoViewIfNeeded();
  const box = await glass.boundingBox();
  await page.mouse.move(box.x + 20, box.y + box.height / 2);
  await page.mouse.down();
  for (let n = 1; n <= 12; n += 1) {
    await page.mouse.move(box.x + 20 + n * 18, box.y + box.height / 2 + (n % 2 ? -30 : 25));
  }
  await page.mouse.up();
}

/** One of them signs a paper on the glass. */
async function sign(page, t, number, paper, signer) {
  await page.goto(`/cases/${number}/sign/${paper}`);
  await assertFits(page, `signing ${paper}`);
  await page.locator(`#sign input[value=${signer}]`).check();
  await draw(page);
  const sent = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await page.getByRole('button', { name: t('sign-button'), exact: true }).click();
  assert.equal((await sent).status(), 303);
}

async function agreeAndSign(now, number) {
  const { page, t, done, context } = await now.as('mediator');
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-record-session', async (form) => {
    await form.locator('[name=session]').selectOption('1');
    await form.locator('[name=text]').fill('双方各说了经过，乙方愿意留一条沟。');
    await form.locator('[name=read_back]').check();
  });
  await signTheRecord(now, page, number);
  const station = await inviteTheStation(now, page, number);
  // What is missing is named, and what was written stays.
  const href = `/cases/${number}?template=neighbours`;
  await page.goto(href);
  const form = page.locator(`form[action$="/steps/agreement"]`);
  await page.locator('details', { has: form }).locator('summary').click();
  await form.locator('[name=dispute]').fill('双方对排水有争议。');
  await form.getByRole('button').click();
  await page.getByRole('alert').waitFor();
  await now.shot(page, 'missing');
  await assertFits(page, `dispute, what is missing (${now.locale})`);
  await form.locator('[name=responsibility]').fill('乙方砌墙占了水沟，负主要责任。');
  await form.locator('[name=content]').fill('1．乙方在墙下留一条排水沟。\n2．甲方付一半工料。');
  await form.locator('[name=place]').fill('双方院墙');
  await form.locator('[name=term1_party]').selectOption('b');
  await form.locator('[name=term1_what]').fill('修好排水沟');
  await form.locator('[name=term1_due]').fill('2026-03-20');
  await form.getByRole('button').click();
  await page.getByRole('status').waitFor();
  await now.shot(page, 'drafted');
  await assertFits(page, `dispute, drafted (${now.locale})`);
  await assertAccessible(page, `dispute, drafted (${now.locale})`);
  await showTheStation(now, page, number, station);
  await done();

  // On the telephone that goes from hand to hand.
  const phone = await now.as('mediator', { viewport: PHONE, hasTouch: true });
  await phone.page.goto(`/cases/${number}/sign/agreement`);
  await assertFits(phone.page, `signing (${now.locale})`);
  await assertAccessible(phone.page, `signing (${now.locale})`);
  await phone.page.locator('#sign input[value=a]').check();
  await phone.page.getByRole('button', { name: t('sign-button'), exact: true }).click();
  await phone.page.getByRole('alert').waitFor();
  for (const signer of ['a', 'b', 'mediator']) {
    await sign(phone.page, t, number, 'agreement', signer);
    if (signer === 'b') await keepPicture(phone.page, `dispute-sign.${now.locale}.390`);
  }
  await phone.done();

  const chair = await now.as('mediation');
  await chair.page.goto(`/cases/${number}`);
  await take(chair.page, t, 'step-seal');
  await now.shot(chair.page, 'in-force');
  await assertAccessible(chair.page, `dispute, in force (${now.locale})`);
  await chair.done();
  void context;
}

/** The record is read back: the first party signs it on the glass, the second and the mediator on paper, with one scan. */
async function signTheRecord(now, page, number) {
  const { t } = now;
  const unsigned = page.locator(`a[href$="/sign/record-1"]`);
  await page.goto(`/cases/${number}`);
  await unsigned.click();
  await page.getByText('乙方愿意留一条沟').first().waitFor();
  await assertFits(page, `the record, read back (${now.locale})`);
  await assertAccessible(page, `the record, read back (${now.locale})`);
  await sign(page, t, number, 'record-1', 'a');
  await page.goto(`/cases/${number}/sign/record-1`);
  const onPaper = page.locator('#on-paper');
  await onPaper.locator('summary').click();
  await onPaper.locator('input[value=b]').check();
  await onPaper.locator('input[type=file]').setInputFiles({
    name: '笔录签名页.png', mimeType: 'image/png', buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 300, height: 200 } }),
  });
  await assertFits(page, `a record signed on paper (${now.locale})`);
  await assertAccessible(page, `a record signed on paper (${now.locale})`);
  await now.shot(page, 'record-on-paper');
  await onPaper.locator('button').click();
  // The mediator's name stands on the same page.
  await page.getByText(t('sign-signed')).waitFor();
  await onPaper.locator('summary').click();
  await onPaper.locator('input[value=mediator]').check();
  await onPaper.locator('#scan-there').selectOption({ label: '笔录签名页.png' });
  await onPaper.locator('button').click();
  await page.waitForURL(/done=sign/);
  await assertFits(page, `a record that all have signed (${now.locale})`);
  assert.equal(await unsigned.count(), 0, 'everybody has signed it');
}

/** A police station is invited to the joint mediation, and sees when, where and what was said there: no name, and no draft. */
async function inviteTheStation(now, page, number) {
  const { t } = now;
  await page.goto(`/cases/${number}`);
  await page.locator('summary').getByText(t('guest-invite'), { exact: true }).click();
  await page.locator('#guest-who').fill('城关派出所 社区民警');
  await page.locator('#guest-purpose').fill('联合调解');
  await page.locator('#guest-until').fill('2026-03-10T18:00');
  await page.getByRole('button', { name: t('guest-invite'), exact: true }).click();
  const home = new URL(await page.locator('.secret code').textContent()).pathname;
  await assertFits(page, `a police station invited (${now.locale})`);
  const look = async (check) => {
    const context = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
    context.setDefaultTimeout(15_000);
    const guest = await context.newPage();
    await guest.goto(home);
    assert.ok(!(await guest.content()).includes('一号调解室'), 'nothing is shown before it is asked for');
    await guest.getByRole('button', { name: t('invited-look'), exact: true }).click();
    await guest.getByRole('heading', { name: t('invited-mediation'), exact: true }).waitFor();
    const content = await guest.content();
    assert.ok(!content.includes(OTHER) && !content.includes(NAME), 'parties are letters');
    await check(guest, content);
    await context.close();
  };
  await look(async (guest, content) => {
    for (const needed of ['一号调解室', 'https://meet.example/room', '乙方愿意留一条沟', '甲方院里积水']) {
      assert.ok(content.includes(needed), needed);
    }
    await guest.getByText(t('invited-no-agreement')).waitFor();
    await assertFits(guest, `joint mediation (${now.locale})`);
    await assertAccessible(guest, `joint mediation (${now.locale})`);
    const download = guest.waitForEvent('download');
    await guest.locator('form[action$="/sessions/1"] button').click();
    const { readFile } = await import('node:fs/promises');
    const entry = await readFile(await (await download).path(), 'utf8');
    assert.match(entry, /DTSTART:20260304T070000Z\r\n/);
  });
  return look;
}

/** Once the mediator shows it, the draft is there too. */
async function showTheStation(now, page, number, look) {
  const { t } = now;
  await look(async (guest, content) => assert.ok(!content.includes('墙下留一条排水沟'), 'the draft was not shown'));
  await page.goto(`/cases/${number}`);
  await page.locator('summary', { hasText: t('guest-show-agreement') }).click();
  const form = page.locator('form', { has: page.locator('input[name=what][value=agreement]') });
  await form.locator('textarea').fill('请派出所一起把关');
  await form.getByRole('button').click();
  await page.getByText(t('guest-shown-agreement')).waitFor();
  await assertFits(page, `an agreement shown to who is invited (${now.locale})`);
  await look(async (guest, content) => {
    assert.ok(content.includes('墙下留一条排水沟'), 'the draft');
    await assertFits(guest, `joint mediation, the draft (${now.locale})`);
    await keepPicture(guest, `dispute-invited.${now.locale}.390`);
  });
}

/** Each party by its own link; the other one reads nothing that the first has said. */
async function readAtHome(now, home, other) {
  const context = await now.browser.newContext({ baseURL: now.server.url, locale: now.locale, viewport: PHONE });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(home);
  await page.getByText('甲方付一半工料').first().waitFor();
  const content = await page.content();
  assert.ok(!content.includes(OTHER) && !content.includes(NAME), 'parties are letters');
  assert.equal(content.includes('甲方院里积水'), !other, 'what the first party said is its own');
  const whose = other ? 'other' : 'home';
  await keepPicture(page, `dispute-${whose}.${now.locale}.390`);
  await assertFits(page, `dispute at home, ${whose} (${now.locale})`);
  await assertAccessible(page, `dispute at home, ${whose} (${now.locale})`);
  // The record is read back there, and is right.
  const record = page.locator('form[action$="/steps/record"]');
  await record.locator('input[value=yes]').check();
  await record.getByRole('button').click();
  await page.getByRole('status').waitFor();
  assert.equal(await record.count(), 0, 'it has been said');
  const entry = await context.request.get(`${home}/sessions/1/session.ics`);
  assert.ok((await entry.text()).startsWith('BEGIN:VCALENDAR'));
  // Each writes to those who handle it, and takes home a receipt of what it has said.
  const message = page.locator('details', { has: page.locator('form[action$="/steps/message"]') });
  await message.locator('summary').click();
  await message.locator('textarea').fill(`只上午有空（${whose}）`);
  await message.getByRole('button').click();
  await page.getByRole('status').waitFor();
  await page.getByText(`只上午有空（${whose}）`).first().waitFor();
  await page.goto(`${home}/receipts`);
  await page.locator('figure.code').waitFor();
  await assertFits(page, `receipt of a party, ${whose} (${now.locale})`);
  await assertAccessible(page, `receipt of a party, ${whose} (${now.locale})`);
  await context.close();
}

/** Both parties sign the application on the telephone; one alone cannot ask. */
async function askACourt(now, number) {
  const { page, t, done } = await now.as('mediator', { viewport: PHONE, hasTouch: true });
  const apply = page.locator('summary', { hasText: new RegExp(`^\\s*${t('step-apply-confirmation')}\\s*$`) });
  await page.goto(`/cases/${number}`);
  assert.equal(await apply.count(), 0, 'nobody has signed yet');
  await assertFits(page, `dispute, to be confirmed (${now.locale})`);
  await sign(page, t, number, 'application', 'a');
  await page.goto(`/cases/${number}`);
  assert.equal(await apply.count(), 0, 'one alone asks no court');
  await page.goto(`/cases/${number}/sign/application`);
  await assertFits(page, `signing the application (${now.locale})`);
  await assertAccessible(page, `signing the application (${now.locale})`);
  await sign(page, t, number, 'application', 'b');
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-apply-confirmation', (form) => form.locator('[name=court]').fill('县人民法院'));
  await page.getByText('县人民法院').first().waitFor();
  await keepPicture(page, `dispute-court.${now.locale}.390`);
  await done();
}

/** What the court said, as its ruling has it. */
async function recordRuling(now, number) {
  const { page, t, done } = await now.as('mediator');
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-record-confirmation', async (form) => {
    await form.locator('[name=outcome]').selectOption('confirmed');
    await form.locator('[name=text]').fill('（2026）民特7号');
  });
  await page.getByText('（2026）民特7号').first().waitFor();
  await now.shot(page, 'confirmed');
  await assertAccessible(page, `dispute, confirmed (${now.locale})`);
  await done();
}

async function followUpAndClose(now, number) {
  const { page, t, done } = await now.as('mediator');
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-follow-up', async (form) => {
    await form.locator('[name=term]').selectOption('1');
    await form.locator('[name=result]').selectOption('performed');
  });
  await page.goto(`/cases/${number}`);
  await take(page, t, 'step-answer', async (form) => {
    await form.getByLabel(t('step-field-answer')).fill('已达成协议并履行。');
    await form.getByLabel(t('step-field-outcome')).selectOption('solved');
  });
  await page.goto(`/cases/${number}/dossier`);
  await now.shot(page, 'dossier');
  await assertAccessible(page, `dossier (${now.locale})`);
  await page.setViewportSize(PHONE);
  await assertFits(page, `dossier (${now.locale})`);
  // Without a reason nothing is opened.
  await page.getByRole('button', { name: t('dossier-button'), exact: true }).click();
  await page.getByRole('alert').waitFor();
  for (const [file, begins] of [
    ['dossier.pdf', '%PDF-1.7'],
    ['agreement.pdf', '%PDF-1.7'],
    ['dossier.zip', 'PK'],
    ['agreement.docx', 'PK'],
  ]) {
    await page.locator('#file').selectOption(file);
    await page.locator('#written').fill('归档');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: t('dossier-button'), exact: true }).click();
    const saved = await download;
    const path = `${shots}${saved.suggestedFilename().replace(number, now.locale)}`;
    await saved.saveAs(path);
    const { readFile } = await import('node:fs/promises');
    assert.equal((await readFile(path)).subarray(0, begins.length).toString('latin1'), begins);
    if (file.endsWith('.pdf')) {
      const text = await lookAtPaper(path);
      assert.ok(text.includes(NAME) && text.includes(OTHER), text);
    }
  }
  await done();
  const chair = await now.as('mediation');
  await chair.page.goto(`/cases/${number}`);
  await take(chair.page, t, 'step-close');
  await now.shot(chair.page, 'closed');
  await chair.done();
}
