// This browser is told of calls though no page is open, where its owner says so.
'use strict';

(() => {
  const part = document.querySelector('[data-push]');
  if (!part || !('serviceWorker' in navigator) || !('PushManager' in window)) return;
  part.hidden = false;
  const form = part.querySelector('form');
  const says = form.querySelector('[role=status]');

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  form.addEventListener('submit', async (event) => {
    if (form.address.value) return;
    event.preventDefault();
    try {
      const worker = await navigator.serviceWorker.register('/calls/worker.js', { scope: '/calls' });
      const asked = { userVisibleOnly: true, applicationServerKey: bytes(part.dataset.push) };
      const { endpoint, keys } = (await worker.pushManager.subscribe(asked)).toJSON();
      form.address.value = JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
      form.submit();
    } catch {
      says.textContent = part.dataset.failed;
    }
  });
})();
