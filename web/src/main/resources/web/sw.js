// Runs while the page is closed: shows what is pushed, and opens the case at a tap. It caches nothing.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

/** What came, or words that are true of any push where it cannot be read: a browser that shows nothing loses its subscription. */
function read(data) {
  try {
    return data.json();
  } catch (error) {
    return {alert: 0, title: '看护', body: '有新的呼叫，请打开看护页面'};
  }
}

/** Tells the server that it has arrived. Nobody waits for that, and a phone without network tells nothing. */
async function receipt(key) {
  if (!key) return;
  try {
    await fetch(`/api/push/receipts/${key}`, {method: 'POST'});
  } catch (error) {
    console.info('the receipt was not sent', error);
  }
}

self.addEventListener('push', event => {
  const message = read(event.data);
  const shown = self.registration.showNotification(message.title, {
    body: message.body,
    // The next step for the same case takes the place of this one, and sounds again.
    tag: `alert-${message.alert || message.key}`,
    renotify: true,
    requireInteraction: message.urgent === true,
    vibrate: [400, 150, 400, 150, 400],
    icon: 'icon.svg',
    lang: 'zh-CN',
    data: {alert: message.alert},
  });
  event.waitUntil(Promise.all([shown, shown.then(() => receipt(message.key))]));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.alert ?? 0));
});

/** The page that is open already, or a new one. */
async function open(alert) {
  const pages = await self.clients.matchAll({type: 'window', includeUncontrolled: true});
  if (pages.length === 0) return self.clients.openWindow(alert ? `/?alert=${alert}` : '/');
  const page = await pages[0].focus();
  return page.postMessage({open: alert});
}
