// Answers pages below /learning/ from what the reader has kept, when the network is missing. With network every page comes from the server as ever; nothing is kept that
// nobody asked for.

const CACHE = 'khue-lessons';

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(fetch(request).catch((error) => answerKept(request, error)));
});

/** What was kept under the address, whatever stands after `?`; a page that was not kept leads to the list of those that were. */
async function answerKept(request, error) {
  const cache = await caches.open(CACHE);
  const same = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  if (same !== undefined) return same;
  const list = request.mode === 'navigate' ? await cache.match('/learning/kept', { ignoreVary: true }) : undefined;
  if (list === undefined) throw error;
  return list;
}
