// Keeps plans on this phone where its reader says so: the pages are asked for once through the worker, which keeps them.
'use strict';

(() => {
  const form = document.querySelector('[data-keep]');
  if (!form || !('serviceWorker' in navigator)) return;
  const button = form.querySelector('button');
  const says = form.querySelector('[role=status]');
  form.hidden = false;

  const pages = () => [location.pathname, ...Array.from(document.querySelectorAll('a[data-plan]'), (link) => link.getAttribute('href'))];
  const assets = () => Array.from(document.querySelectorAll('link[rel=stylesheet], link[rel=icon], script[src]'), (one) => one.href || one.src);

  const keep = async () => {
    await navigator.serviceWorker.register('/plans/worker.js', { scope: '/plans' });
    await navigator.serviceWorker.ready;
    const kept = await caches.open('plans');
    for (const page of pages().concat(assets())) {
      const answer = await fetch(page, { credentials: 'same-origin' });
      if (!answer.ok || answer.redirected) throw new Error(page);
      await kept.put(page, answer);
    }
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await keep();
      says.textContent = form.dataset.kept;
    } catch {
      says.textContent = form.dataset.failed;
    }
    button.disabled = false;
  });
})();
