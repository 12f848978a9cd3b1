// Keeps the page that verifies receipts in this browser, with its styles and scripts, so that it opens without a connection. It is kept
// in this page's language as somebody gets it who was never here: without cookies, so without a name, and before any receipt.
'use strict';

(() => {
  const says = document.getElementById('kept');
  if (!says || !('serviceWorker' in navigator)) return;
  const PAGE = new URL('/verify', location.href).href;

  const ask = async (address) => {
    const headers = { 'accept-language': document.documentElement.lang };
    const answer = await fetch(address, { credentials: 'omit', headers });
    if (!answer.ok || answer.redirected) throw new Error(address);
    return answer;
  };

  /** What the page that is kept needs: after an upgrade it may need other files than the one that is shown. */
  const needs = (text) => {
    const parts = new DOMParser().parseFromString(text, 'text/html').querySelectorAll('link[rel=stylesheet], link[rel=icon], script[src]');
    return Array.from(parts, (part) => new URL(part.getAttribute('href') ?? part.getAttribute('src'), PAGE).href);
  };

  const keep = async () => {
    await navigator.serviceWorker.register('/verify/worker.js', { scope: '/verify' });
    await navigator.serviceWorker.ready;
    const page = await ask(PAGE);
    const files = needs(await page.clone().text());
    const answers = await Promise.all(files.map(ask));
    const kept = await caches.open('verify');
    await Promise.all(files.map((file, at) => kept.put(file, answers[at])));
    await kept.put(PAGE, page);
    // Files of an older page.
    for (const { url } of await kept.keys()) if (url !== PAGE && !files.includes(url)) await kept.delete(url);
  };

  keep()
    // Without a connection it stays as it was kept.
    .catch(() => {})
    .then(async () => {
      says.hidden = !(await caches.match(PAGE));
    });
})();
