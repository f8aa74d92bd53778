// Shows messages that reach this browser, and opens their page. It keeps nothing and answers no requests of pages.

self.addEventListener('push', (event) => {
  const { id, title, body, href } = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(title ?? 'Khuê', { body: body === title ? '' : body, tag: id, icon: '/mark.svg', data: { href } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const href = event.notification.data?.href;
  // Only pages of ours.
  const url = new URL(href ?? '/', self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
