// The browser's part of ./test: a day followed through the desk, and every page looked at, in both languages.

import { after, before, describe, test } from 'node:test';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { askedBeforeAnAccountIsShut, teamsInTurnWithoutRest } from './careful.mjs';
import { disputeToAnAgreement } from './dispute.mjs';
import { bringAPetition, reportAWrongdoing } from './doors.mjs';
import { fireAtAMarket } from './incident.mjs';
import { byKeyboardAlone, incidentByKeyboardAlone, withoutScripts } from './keyboard.mjs';
import { toldByMail } from './notices.mjs';
import { lookAtEveryPage, pagesOf } from './pages.mjs';
import { petitionThroughReviewAndReReview } from './petition.mjs';
import { planKeptOnAPhone } from './plans.mjs';
import { askWithoutAName } from './portal.mjs';
import { everybodyReads } from './public.mjs';
import { pagesThatAreReached } from './reached.mjs';
import { takeAReceiptHome, verifyWithAnOlderKey } from './receipt.mjs';
import { everyPageWasLookedAt } from './routes.mjs';
import { sealAndErase } from './sealed.mjs';
import { LANGUAGES, shots, signIn } from './people.mjs';
import { shieldWhoReported, callTheDutyPost, inviteAnOutsider, screenTheAreas } from './shield.mjs';
import { makeDemo, rotateLogKey, serve } from './program.mjs';
import { AFTERNOON, followADay } from './story.mjs';
import { warnThePublic, raiseTheLevel } from './warnings.mjs';
import { complainAboutAUnit } from './withheld.mjs';

/** The day before, whose brief the demonstration has drafted, and the one before that, whose brief is signed. */
const SIGNED_DAY = '2026-03-02';

let browser;
let home;
let demo;
let passwords;

/** A copy of the demonstration: what one story does, another does not see. */
async function copy(name) {
  const dir = join(home, name);
  await cp(demo, dir, { recursive: true });
  return dir;
}

/** The program serving a copy of its own, for as long as `act` takes. */
async function served(name, act) {
  const server = await serve(await copy(name), AFTERNOON);
  try {
    await act(server);
  } finally {
    await server.stop();
  }
}

/** Tells a story in parts under `t`: where one fails, those after it are not told. */
function partOf(t) {
  return async (name, tell) => {
    let failed = null;
    await t.test(name, () => Promise.resolve(tell()).catch((error) => {
      failed = error;
      throw error;
    }));
    if (failed) throw new Error(`the story ends at: ${name}`);
  };
}

// Two at a time: each keeps about one processor busy.
describe('in a browser', { concurrency: 2 }, () => {
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'huying-e2e-'));
    demo = join(home, 'demo');
    await mkdir(shots, { recursive: true });
    passwords = await makeDemo(demo, AFTERNOON);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
      // Tests run as root in containers, where the sandbox can't.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });

  after(async () => {
    await browser?.close();
    await rm(home, { recursive: true, force: true });
  });

  for (const locale of LANGUAGES) {
    test(`every page (${locale})`, (t) =>
      served(`pages-${locale}`, async (server) => {
        const pages = pagesOf({ day: SIGNED_DAY, ...(await someNumbers(server)) });
        await lookAtEveryPage(browser, server, passwords, locale, pages, (name, look) => t.test(name, look));
        await t.test('by keyboard alone', () => byKeyboardAlone(browser, server, passwords, locale));
        const keys = await incidentByKeyboardAlone(browser, server, passwords, locale);
        await t.test(`an incident by keyboard alone: ${keys}`, () => {});
        await t.test('without scripts', () => withoutScripts(browser, server, passwords, locale));
        await t.test('asked before an account is shut', () => askedBeforeAnAccountIsShut(browser, server, passwords, locale));
        await t.test('teams in turn without rest', () => teamsInTurnWithoutRest(browser, server, passwords, locale));
        await t.test('a request without a name', () => askWithoutAName(browser, server, passwords, locale));
        await t.test('a receipt taken home', () => takeAReceiptHome(browser, server, passwords, locale));
        await t.test('sealed, opened, erased', () => sealAndErase(browser, server, passwords, locale));
        if (process.env.HUYING_DESK_PICTURE && locale === 'en') await picture(server);
      }));
  }

  for (const locale of LANGUAGES) {
    test(`pages to which a story leads (${locale})`, async (t) => {
      const dir = await copy(`reached-${locale}`);
      await pagesThatAreReached(browser, dir, join(home, `empty-${locale}`), passwords, locale, (name, reach) => t.test(name, reach));
    });
  }

  for (const locale of LANGUAGES) {
    test(`a dispute, mediated and signed (${locale})`, async () => {
      await disputeToAnAgreement(browser, await copy(`dispute-${locale}`), passwords, locale);
    });
  }

  for (const locale of LANGUAGES) {
    test(`a fire at a market, and the same as a drill (${locale})`, async (t) => {
      for (const drill of [false, true]) {
        const name = drill ? 'a drill' : 'a fire';
        await t.test(name, async (t) => {
          const dir = await copy(`${name.split(' ').at(-1)}-${locale}`);
          await fireAtAMarket(browser, dir, passwords, locale, drill, partOf(t));
        });
      }
    });
  }

  for (const locale of LANGUAGES) {
    test(`a plan without a connection, and a drill of it (${locale})`, () =>
      served(`plans-${locale}`, (server) => planKeptOnAPhone(browser, server, passwords, locale)));
  }

  for (const locale of LANGUAGES) {
    test(`who reported, a danger, somebody invited, a round (${locale})`, (t) =>
      served(`shield-${locale}`, async (server) => {
        await t.test('a report whose source the handler never sees', () => shieldWhoReported(browser, server, passwords, locale));
        await t.test('a danger from the portal to the duty post', () => callTheDutyPost(browser, server, passwords, locale));
        await t.test('an invited outsider', () => inviteAnOutsider(browser, server, passwords, locale));
        await t.test('a screening round', () => screenTheAreas(browser, server, passwords, locale));
      }));
  }

  for (const locale of LANGUAGES) {
    test(`a petition and a report of wrongdoing on the portal (${locale})`, (t) =>
      served(`doors-${locale}`, async (server) => {
        await t.test('a petition', () => bringAPetition(browser, server, locale));
        await t.test('a report without a name', () => reportAWrongdoing(browser, server, passwords, locale));
      }));
  }

  for (const locale of LANGUAGES) {
    test(`a warning and a level (${locale})`, (t) =>
      served(`warnings-${locale}`, async (server) => {
        await t.test('a warning from the draft to the feed', () => warnThePublic(browser, server, passwords, locale));
        await t.test('a level that every post reads', () => raiseTheLevel(browser, server, passwords, locale));
      }));
  }

  for (const locale of LANGUAGES) {
    test(`a petition, reviewed and re-reviewed (${locale})`, async () => {
      await petitionThroughReviewAndReReview(browser, await copy(`petition-${locale}`), passwords, locale);
    });
  }

  for (const locale of LANGUAGES) {
    test(`a day, followed (${locale})`, async () => {
      await followADay(browser, await copy(`story-${locale}`), passwords, locale);
    });
  }

  for (const locale of LANGUAGES) {
    test(`a day, followed without scripts (${locale})`, async () => {
      await followADay(browser, await copy(`plain-${locale}`), passwords, locale, { javaScriptEnabled: false });
    });
  }

  for (const locale of LANGUAGES) {
    test(`a complaint about a unit never reaches it (${locale})`, async () => {
      await complainAboutAUnit(browser, await copy(`withheld-${locale}`), passwords, locale);
    });
  }

  for (const locale of LANGUAGES) {
    test(`what everybody reads (${locale})`, async () => {
      await everybodyReads(browser, await copy(`public-${locale}`), AFTERNOON, passwords, locale);
    });
  }

  for (const locale of LANGUAGES) {
    test(`told by e-mail, and answered by e-mail (${locale})`, async () => {
      await toldByMail(browser, await copy(`notices-${locale}`), locale);
    });
  }

  test('a receipt, and the key that the log had before', async () => {
    const dir = await copy('rotated');
    const older = await rotateLogKey(dir);
    const server = await serve(dir, AFTERNOON);
    try {
      await verifyWithAnOlderKey(browser, server, passwords, 'en', older);
    } finally {
      await server.stop();
    }
  });
});

// After all others: what they have looked at is what there is.
test('no page of the router is left out', everyPageWasLookedAt);

/** A case, a task of the water bureau, a dispute in mediation, an incident and a drill that are there. */
async function someNumbers(server) {
  const { page, done } = await signIn(browser, server, 'analyst', passwords);
  await page.goto('/cases');
  const case_ = (await page.locator('a[href^="/cases/2"]').first().getAttribute('href')).split('/').at(-1);
  await done();
  const water = await signIn(browser, server, 'water', passwords);
  await water.page.goto('/cases');
  const task = (await water.page.locator('a[href^="/cases/2"]').first().getAttribute('href')).split('/').at(-1);
  await water.done();
  const mediator = await signIn(browser, server, 'mediator', passwords);
  await mediator.page.goto('/cases');
  const row = mediator.page.locator('tr', { hasText: '装修增项款' });
  const dispute = (await row.locator('a[href^="/cases/2"]').first().getAttribute('href')).split('/').at(-1);
  await mediator.done();
  const duty = await signIn(browser, server, 'duty', passwords);
  await duty.page.goto('/incidents');
  const [incident, drill] = await Promise.all(
    ['#open', '#ended'].map((part) => duty.page.locator(`section:has(${part}) a[href^="/incidents/2"]`).first().getAttribute('href')),
  );
  await duty.done();
  return { case_, task, dispute, incident, drill };
}

/** The README's picture. */
async function picture(server) {
  const { page, done } = await signIn(browser, server, 'analyst', passwords, { locale: 'en', deviceScaleFactor: 1 });
  await page.goto('/');
  await page.screenshot({ path: new URL('../docs/desk.png', import.meta.url).pathname });
  await done();
}
