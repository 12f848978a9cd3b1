// Shows what this browser is told, and leads to the page of the message.
'use strict';

self.addEventListener('push', (event) => {
  const text = event.data ? event.data.text() : '';
  const link = text.split('\n').find((line) => line.startsWith('http'));
  const says = text.split('\n').filter((line) => line !== link).join('\n');
  const shown = self.registration.showNotification(says, { tag: says, requireInteraction: true, data: link || '/calls' });
  event.waitUntil(shown);
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
