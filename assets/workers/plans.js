// Plans without a connection. A plan that was looked at while its reader keeps plans on this phone is kept with the styles it needs;
// with a connection the newest is always shown, and what was kept comes where the server cannot be reached, does not answer within some
// seconds, or answers with a fault of its own.
'use strict';

const KEPT = 'plans';
/** Milliseconds after which a connection that brings nothing is as good as none: whoever stands before a fire does not wait longer. */
const PATIENCE = 4000;

const isPlan = (url) => url.pathname === '/plans' || /^\/plans\/[0-9a-f-]{36}$/.test(url.pathname);
const isAsset = (url) => url.pathname.startsWith('/assets/');

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (!isPlan(url) && !isAsset(url)) return;
  event.respondWith(answer(event));
});

/** From the server where it answers in time and without a fault of its own; else what was kept, where it was. */
async function answer(event) {
  const asked = fetch(event.request).then(async (given) => {
    if (given.ok && !given.redirected) {
      const kept = await caches.open(KEPT);
      await kept.put(event.request, given.clone());
    }
    return given;
  });
  // What comes too late to be shown is kept for the next time.
  event.waitUntil(asked.catch(() => {}));
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  // No connection at all is known at once.
  const given = await Promise.race([asked, late]).catch(() => undefined);
  if (given && given.status < 500) return given;
  const kept = await caches.match(event.request, { ignoreVary: true });
  return kept ?? given ?? asked;
}
