// No page is left out: each route of the router that shows one was opened by somebody in the tests and looked at by axe, in both
// languages and both widths. The routes are those of docs/access.md, which a test of the program compares with the router.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LANGUAGES, PHONE, WIDE, looked } from './people.mjs';

/** What a GET answers with that is no page, and why nobody looks at it. */
const NO_PAGE = {
  'a file, or a feed for readers of feeds': [
    '/public.csv',
    '/public.geojson',
    '/public.atom',
    '/public/{number}/atom',
    '/feeds/cap.atom',
    '/feeds/received.atom',
    '/feeds/cap/{file}',
    '/feeds/duty/{file}',
    '/portal/mine/{secret}/receipts/{version}',
    '/portal/mine/{secret}/opinions/{round}/{file}',
    '/portal/mine/{secret}/sessions/{session}/session.ics',
    '/briefs/{date}/{file}',
    '/cases/{number}/opinions/{round}/{file}',
    '/cases/{number}/sessions/{session}/session.ics',
    '/cases/{number}/receipts/{version}',
    '/incidents/{number}/report/{file}',
    '/incidents/{number}/reports/{n}/{file}',
    '/assets/{name}',
  ],
  'the log, as text for programs and for whoever reads it': [
    '/log',
    '/log/',
    '/log/keys',
    '/log/policy',
    '/log/checkpoint',
    '/log/checkpoint/witnessed',
    '/log/handover/{id}',
    '/log/tile/{*path}',
    '/log/consistency',
  ],
  'what a browser or another program asks for by itself': [
    '/calls/worker.js',
    '/plans/worker.js',
    '/verify/worker.js',
    '/calls/receipts/{id}',
    '/heartbeat/{secret}',
    '/healthz',
    '/readyz',
    '/metrics',
  ],
};
/** Interfaces for programs. */
const FOR_PROGRAMS = ['/api/v1/', '/open311/v2/'];

const access = readFileSync(new URL('../docs/access.md', import.meta.url), 'utf8');
const routes = [...access.matchAll(/^\| `GET ([^`]+)` \|/gm)].map(([, route]) => route);

/** The route of a path: of those that fit the one with the fewest places that anything fits. */
function routeOf(path) {
  const fits = routes.filter((route) => {
    const parts = route.split(/\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^/]+')}$`).test(path);
  });
  const open = (route) => route.split('{').length;
  return fits.sort((one, other) => open(one) - open(other))[0];
}

export function everyPageWasLookedAt() {
  const excused = Object.values(NO_PAGE).flat();
  assert.ok(routes.length > 100, 'the routes of docs/access.md');
  assert.deepEqual(excused.filter((route) => !routes.includes(route)), [], 'no longer in the router: take them out of the list');
  const pages = routes.filter((route) => !excused.includes(route) && !FOR_PROGRAMS.some((prefix) => route.startsWith(prefix)));
  const seen = new Map(pages.map((route) => [route, []]));
  for (const look of looked) seen.get(routeOf(look.path))?.push(look);
  const lacking = [];
  for (const [route, looks] of seen) {
    const languages = LANGUAGES.filter((language) => !looks.some((look) => look.language === language));
    const widths = [WIDE, PHONE].filter(({ width }) => !looks.some((look) => look.width === width)).map(({ width }) => width);
    if (languages.length + widths.length) lacking.push(`${route}: not in ${[...languages, ...widths].join(', ')}`);
  }
  assert.deepEqual(lacking, [], `pages that nobody looks at:\n${lacking.join('\n')}`);
}
