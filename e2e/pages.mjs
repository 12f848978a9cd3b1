// Every page: accessible, on a phone without scrolling sideways, and a picture of each.

import { lookAt, signIn } from './people.mjs';
import { words } from './words.mjs';

/** Pages by who opens them. `day` has a signed brief, `case_`, `task` and `dispute` are numbers of cases, `incident` and `drill` paths. */
export function pagesOf({ day, case_, task, dispute, incident, drill }) {
  return {
    analyst: {
      today: '/',
      reports: `/reports?date=${day}`,
      import: '/import',
      judgement: `/judgement?date=${day}`,
      briefs: '/briefs',
      brief: `/briefs/${day}`,
      assignments: '/assignments',
      'assignments-done': '/assignments?show=ended',
      assign: `/assignments/new?date=${day}&item=0`,
      units: '/units',
      rounds: '/rounds',
      warnings: '/warnings',
      'warning-new': '/warnings/new',
      calls: '/calls',
      channels: '/account/channels',
      plans: '/plans',
      'plan-new': '/plans/new',
      watch: '/watch',
      duty: '/duty',
      levels: '/levels',
      erasures: '/erasures',
      rights: '/rights',
      keys: '/account/keys',
    },
    clerk: { cases: '/cases', 'cases-none': '/cases?q=zzzz', case: `/cases/${case_}`, alike: `/cases/${case_}/alike`, receipt: `/cases/${case_}/receipts`, register: '/cases/new', quick: '/cases/quick', export: '/cases/export?open=yes' },
    duty: { incidents: '/incidents', 'incident-new': '/incidents/new', incident, 'incident-send': `${incident}/report?sort=first-city`, 'incident-report': `${incident}/reports/1`, drill },
    water: { 'unit-today': '/', 'unit-reports': `/reports?date=${day}`, task: `/cases/${task}` },
    mediator: { dispute: `/cases/${dispute}`, dossier: `/cases/${dispute}/dossier`, sign: `/cases/${dispute}/sign/notice`, 'register-dispute': '/cases/new?kind=dispute' },
    auditor: { 'log-watch': '/log-watch', 'access-record': '/access-record', 'access-record-none': '/access-record?number=1' },
    admin: { accounts: '/accounts', webhooks: '/webhooks', notices: '/notices', password: '/password', nothing: '/nothing-here' },
  };
}

export async function lookAtEveryPage(browser, server, passwords, locale, pages, test) {
  for (const [user, paths] of Object.entries(pages)) {
    const person = await signIn(browser, server, user, passwords, { locale });
    for (const [name, path] of Object.entries(paths)) {
      await test(name, () => look(person.page, locale, name, path));
    }
    await person.done();
  }
  const context = await browser.newContext({ baseURL: server.url, locale });
  for (const name of ['sign-in', 'verify', 'portal', 'public', 'public/map', 'public/warnings']) {
    await test(name, async () => look(await context.newPage(), locale, name.replace('/', '-'), `/${name}`));
  }
  await context.close();
}

async function look(page, locale, name, path) {
  await page.goto(path);
  await page.getByText(words(locale)('foot')).waitFor();
  await lookAt(page, locale, name);
}
