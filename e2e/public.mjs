// What everybody reads, on a phone: published by the office, found by its words, looked at, followed; and a place chosen on a
// map whose pictures come from one server that was named, with the keyboard alone.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { PHONE, assertAccessible, assertFits, keepPicture, lookAt, signIn } from './people.mjs';
import { serve } from './program.mjs';
import { take } from './story.mjs';
import { words } from './words.mjs';

const TEXT = '人民路东门路灯不亮\n已派人查看，本周内换灯泡。';
const TILE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A server of pictures for a map, on this machine; answers its address and how many it was asked for. */
async function tiles() {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    response.writeHead(200, { 'Content-Type': 'image/png', 'Access-Control-Allow-Origin': '*' });
    response.end(TILE);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/{z}/{x}/{y}.png`, asked: () => asked, stop: () => server.close() };
}

export async function everybodyReads(browser, dir, at, passwords, locale) {
  const plain = await serve(dir, at);
  let number;
  try {
    number = await officePublishes(browser, plain, passwords, locale);
    await readWithoutAMap(browser, plain, locale, number);
  } finally {
    await plain.stop();
  }
  const pictures = await tiles();
  const mapped = await serve(dir, at, ['--map-tiles', pictures.url, '--map-credit', '© Somebody', '--map-view', '30.25,120.15,12']);
  try {
    await readOnAMap(browser, mapped, locale, number, pictures);
    await chooseAPlace(browser, mapped, locale);
  } finally {
    await mapped.stop();
    pictures.stop();
  }
}

async function officePublishes(browser, server, passwords, locale) {
  const { page, t, done } = await signIn(browser, server, 'clerk', passwords, { locale });
  await page.goto('/cases/new');
  const fill = (name, value) => page.locator(`form[action="/cases"] [name=${name}]`).fill(value);
  await fill('title', '演示：不公开的标题');
  await fill('description', '演示：诉求人的原话，谁也不该读到。');
  await page.locator('form[action="/cases"] [name=category]').selectOption('sanitation');
  await page.locator('form[action="/cases"] [name=unit]').selectOption('urban');
  await fill('address', '人民路12号');
  const more = page.locator('form[action="/cases"] details');
  if ((await more.getAttribute('open')) === null) await more.locator('summary').click();
  await fill('latitude', '30.2501');
  await fill('longitude', '120.1502');
  await page.getByRole('button', { name: t('register-button'), exact: true }).click();
  await page.waitForURL(/\/cases\/\d{8}-\d{5}/);
  const number = /\d{8}-\d{5}/.exec(page.url())[0];
  await take(page, t, 'step-publish', async (form) => {
    await form.getByRole('textbox').fill(TEXT);
    await form.getByRole('checkbox').check();
  });
  await done();
  return number;
}

/** Somebody on a phone; every second one without scripts. */
async function somebody(browser, server, locale, javaScriptEnabled) {
  const context = await browser.newContext({ baseURL: server.url, locale, viewport: PHONE, javaScriptEnabled });
  context.setDefaultTimeout(15_000);
  return { context, page: await context.newPage(), t: words(locale) };
}

async function readWithoutAMap(browser, server, locale, number) {
  const scripts = locale === 'en';
  const { context, page, t } = await somebody(browser, server, locale, scripts);
  const elsewhere = [];
  page.on('request', (request) => request.url().startsWith(server.url) || elsewhere.push(request.url()));
  const look = async (name) => {
    await keepPicture(page, `public-${name}.${locale}.390`);
    await assertFits(page, `public ${name} (${locale})`);
    if (scripts) await assertAccessible(page, `public ${name} (${locale})`);
  };
  await page.goto('/portal');
  await page.getByRole('link', { name: t('portal-nav-public'), exact: true }).click();
  await look('list');
  await page.getByLabel(t('public-search')).fill('灯泡');
  await page.getByRole('button', { name: t('public-show'), exact: true }).click();
  await page.getByText(number).waitFor();
  assert.equal(await page.getByText('不公开的标题').count(), 0);
  await page.getByLabel(t('public-search')).fill('原话');
  await page.getByRole('button', { name: t('public-show'), exact: true }).click();
  await page.getByText(t('public-none-found')).waitFor();
  await look('none');
  await page.getByRole('link', { name: t('public-clear'), exact: true }).click();
  await page.getByRole('link', { name: '人民路东门路灯不亮', exact: true }).click();
  await page.getByRole('heading', { name: t('public-steps'), exact: true }).waitFor();
  await page.getByText('人民路12号').waitFor();
  await look('case');
  const feed = await page.request.get(await page.getByRole('link', { name: t('public-follow-atom'), exact: true }).getAttribute('href'));
  assert.match(feed.headers()['content-type'], /^application\/atom\+xml/);
  await page.goto('/public/map');
  await page.locator('.dots circle').first().waitFor();
  await look('drawing');
  for (const name of ['csv', 'geojson', 'atom']) {
    const file = await page.request.get(`/public.${name}`);
    assert.ok((await file.text()).includes('人民路东门路灯不亮'), name);
  }
  assert.deepEqual(elsewhere, [], 'nobody else is asked');
  await context.close();
}

async function readOnAMap(browser, server, locale, number, pictures) {
  const { context, page, t } = await somebody(browser, server, locale, true);
  await page.goto('/public/map');
  const map = page.locator('.map');
  await map.getByRole('link', { name: '人民路东门路灯不亮' }).first().waitFor();
  assert.ok(pictures.asked() > 0);
  await map.getByRole('button', { name: t('map-farther') }).click();
  await keepPicture(page, `public-map.${locale}.390`);
  await assertFits(page, `public map (${locale})`);
  await assertAccessible(page, `public map (${locale})`);
  await map.getByRole('link', { name: '人民路东门路灯不亮' }).first().press('Enter');
  await page.waitForURL(`**/public/${number}`);
  await lookAt(page, locale, 'public-case');
  await context.close();
}

/** The place question with the keyboard alone: moved until the circle is there, and kept to the last page. */
async function chooseAPlace(browser, server, locale) {
  const { context, page, t } = await somebody(browser, server, locale, true);
  await page.goto('/portal/ask?for=request');
  await page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  await page.getByRole('textbox').fill('演示：井盖松动');
  await page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  const map = page.locator('.map');
  await map.waitFor();
  await map.focus();
  for (const key of ['ArrowRight', 'ArrowUp', '+']) await page.keyboard.press(key);
  await page.getByText(t('portal-map-chosen')).waitFor();
  await assertAccessible(page, `portal map (${locale})`);
  await assertFits(page, `portal map (${locale})`);
  await keepPicture(page, `portal-map.${locale}.390`);
  const latitude = await page.locator('#latitude').inputValue();
  assert.match(latitude, /^30\.\d+$/);
  for (let question = 0; question < 4; question += 1) {
    await page.getByRole('button', { name: t('portal-next'), exact: true }).click();
  }
  await page.getByText(latitude).waitFor();
  await context.close();
}
