// Plans without a connection. A plan that was looked at while its reader keeps plans on this phone is kept with the styles it needs;
// with a connection the newest is always shown, and what was kept comes only where the server cannot be reached.
'use strict';

const KEPT = 'plans';

const isPlan = (url) => url.pathname === '/plans' || /^\/plans\/[0-9a-f-]{36}$/.test(url.pathname);
const isAsset = (url) => url.pathname.startsWith('/assets/');

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (!isPlan(url) && !isAsset(url)) return;
  event.respondWith(
    fetch(event.request)
      .then(async (answer) => {
        if (answer.ok && !answer.redirected) {
          const kept = await caches.open(KEPT);
          await kept.put(event.request, answer.clone());
        }
        return answer;
      })
      .catch(async (lost) => {
        const kept = await caches.match(event.request, { ignoreVary: true });
        if (kept) return kept;
        throw lost;
      }),
  );
});
