// Told by e-mail, on a phone: chosen when asking, a letter comes, the reply to it is in the case, and then no more of them.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PHONE, assertAccessible, assertFits, keepPicture } from './people.mjs';
import { handIn, serve } from './program.mjs';
import { AFTERNOON } from './story.mjs';
import { words } from './words.mjs';

const ADDRESS = 'requester@example.org';

/** A mail server that keeps what it is sent (RFC 5321). */
export async function catchMail() {
  const letters = [];
  const server = createServer((socket) => {
    let rest = '';
    let data = null;
    socket.setEncoding('utf8').on('error', () => {});
    socket.write('220 catcher\r\n');
    socket.on('data', (part) => {
      rest += part;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data && line !== '.') data.push(line);
        else if (data) {
          letters.push(data.join('\r\n'));
          data = null;
          socket.write('250 taken\r\n');
        } else if (/^DATA/i.test(line)) {
          data = [];
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, letters, stop: () => server.close() };
}

export async function until(what, found) {
  for (let tries = 0; tries < 150; tries += 1) {
    const value = await found();
    if (value) return value;
    await new Promise((later) => setTimeout(later, 100));
  }
  return assert.fail(`not in time: ${what}`);
}

export async function toldByMail(browser, dir, locale) {
  const mail = await catchMail();
  const settings = `[mail]\nhost = "127.0.0.1"\nport = ${mail.port}\nsecurity = "none"\nfrom = "desk@example.org"\n`;
  await writeFile(join(dir, 'notices.toml'), settings);
  const server = await serve(dir, AFTERNOON);
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE, javaScriptEnabled: locale === 'en' });
  context.setDefaultTimeout(15_000);
  try {
    const page = await context.newPage();
    const t = words(locale);
    const look = async (name) => {
      await keepPicture(page, `notices-${name}.${locale}.390`);
      await assertFits(page, `notices ${name} (${locale})`);
      if (locale === 'en') await assertAccessible(page, `notices ${name} (${locale})`);
    };
    const next = () => page.getByRole('button', { name: t('portal-next'), exact: true }).click();
    await page.goto('/portal/ask?for=request');
    await next();
    await page.getByRole('textbox').fill('演示：西门的井盖松了');
    for (let question = 0; question < 5; question += 1) await next();
    await page.getByRole('heading', { name: t('portal-ask-notices'), exact: true }).waitFor();
    await look('question');
    await page.getByLabel(t('notices-email'), { exact: true }).check();
    await next();
    await page.getByRole('alert').getByText(t('notices-email-wrong')).waitFor();
    await look('wrong');
    await page.getByLabel(t('notices-where-email'), { exact: true }).fill(ADDRESS);
    await next();
    await page.getByText(ADDRESS).waitFor();
    await page.getByRole('button', { name: t('portal-send'), exact: true }).click();
    await page.getByRole('heading', { name: t('portal-new-title'), exact: true }).waitFor();
    const home = new URL(page.url()).pathname;

    const letter = await until('a letter', () => mail.letters[0]);
    const body = Buffer.from(letter.split('\r\n\r\n')[1].replace(/\s/g, ''), 'base64').toString();
    assert.ok(body.includes(t('notice-chosen')), body);
    assert.ok(!letter.includes(home.split('/').at(-1)) && !body.includes('井盖'), 'no link and no word of the request');
    await page.goto(`${home}/notices`);
    await page.getByText(t('notice-chosen')).waitFor();
    assert.ok(!(await page.content()).includes(ADDRESS));
    await look('sent');

    const reply = /^Reply-To: <?([^>\r\n]+)>?/m.exec(letter)[1];
    await handIn(dir, `From: somebody@example.net\r\nTo: <${reply}>\r\nMessage-ID: <1@e2e>\r\n\r\n就在西门口\r\n`);
    await until('the reply', async () => {
      await page.goto(home);
      return (await page.getByText('就在西门口').count()) > 0;
    });
    await page.getByRole('link', { name: t('notices-change'), exact: true }).click();
    await page.getByLabel(t('notices-none'), { exact: true }).check();
    await page.getByRole('button', { name: t('notices-keep'), exact: true }).click();
    await page.getByRole('status').getByText(t('portal-done-no-notices')).waitFor();
    await page.getByText(t('notices-state-none')).waitFor();
    await look('stopped');
  } finally {
    await context.close();
    await server.stop();
    mail.stop();
  }
}
