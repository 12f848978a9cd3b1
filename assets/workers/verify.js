// The page that verifies receipts, without a connection: as its script keep.js has kept it, where the server cannot be reached, does
// not answer within some seconds, or answers with a fault of its own. It keeps nothing itself.
'use strict';

const KEPT = 'verify';
/** Milliseconds after which a connection that brings nothing is as good as none. */
const PATIENCE = 4000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  // What is asked of the log is asked of the log alone.
  if (url.pathname !== '/verify' && !url.pathname.startsWith('/assets/')) return;
  event.respondWith(answer(event.request));
});

async function answer(request) {
  const asked = fetch(request);
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  // No connection at all is known at once.
  const given = await Promise.race([asked, late]).catch(() => undefined);
  if (given && given.status < 500) return given;
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  return kept ?? given ?? asked;
}
