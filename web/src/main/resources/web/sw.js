// Runs beside the page: keeps the page's own files so that it opens without a network, shows what is pushed while it is closed, and
// opens the case at a tap. What the server says about people is never kept here.

const SHELL = 'kanhu-shell-';
const LIST = '/shell.json';
const PATIENCE = 2000;

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(list().then(fill));
});
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

/** Which files there are, and of which version. */
async function list() {
  const response = await fetch(LIST, {cache: 'no-store', signal: AbortSignal.timeout(PATIENCE)});
  if (!response.ok) throw new Error(`the list of files is answered with ${response.status}`);
  return response.json();
}

/** The files that are kept; undefined if there are none, or not all of them. */
async function kept() {
  for (const name of await caches.keys()) {
    if (!name.startsWith(SHELL)) continue;
    const cache = await caches.open(name);
    if (await cache.match(LIST)) return {cache, version: name.slice(SHELL.length)};
  }
  return undefined;
}

/** Fetches all files of a version, and then forgets those of others: there is never a mixture. */
async function fill({version, files}) {
  const known = await kept();
  if (known?.version === version) return known;
  const cache = await caches.open(SHELL + version);
  await cache.addAll(files.map(file => new Request(file, {cache: 'no-cache'})));
  await cache.put(LIST, Response.json({version, files}));
  for (const name of await caches.keys()) {
    if (name.startsWith(SHELL) && name !== SHELL + version) await caches.delete(name);
  }
  return {cache, version};
}

self.addEventListener('fetch', event => {
  const {request} = event;
  const {origin, pathname} = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') {
    if (pathname === '/') event.respondWith(page(request));
  } else if (['script', 'style', 'image', 'manifest'].includes(request.destination)) {
    event.respondWith(part(event, pathname));
  }
});

/** The page of the newest version if the server can be asked in time, and otherwise the one that is here. */
async function page(request) {
  let shell = await kept();
  try {
    shell = await fill(await list());
  } catch (error) {
    console.info('the page comes from this phone', error);
  }
  return await shell?.cache.match('/') ?? fetch(request);
}

async function part({request, clientId}, pathname) {
  const client = clientId && await self.clients.get(clientId);
  // The console is another page, which is always read from the server.
  if (client && new URL(client.url).pathname !== '/') return fetch(request);
  return await (await kept())?.cache.match(pathname) ?? fetch(request);
}

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

/** What is shown of other calls that somebody has taken meanwhile goes away. */
async function tidy(alert) {
  const shown = (await self.registration.getNotifications()).filter(one => one.data?.alert && one.data.alert !== alert);
  if (shown.length === 0) return;
  try {
    const response = await fetch('/api/alerts?state=open&limit=1', {cache: 'no-store'});
    if (!response.ok) return;
    const ringing = new Set((await response.json()).alerts.filter(one => one.rings).map(one => one.id));
    shown.filter(one => !ringing.has(one.data.alert)).forEach(one => one.close());
  } catch (error) {
    console.info('who has been taken care of is not known', error);
  }
}

self.addEventListener('push', event => {
  const message = read(event.data);
  const about = {
    body: message.body,
    // The next step for the same case takes the place of this one, and sounds again; that somebody goes takes it without a sound.
    tag: `alert-${message.alert || message.key}`,
    icon: 'icon.svg',
    lang: 'zh-CN',
    data: {alert: message.alert},
  };
  if (message.recall) {
    event.waitUntil(self.registration.showNotification(message.title, {...about, silent: true}));
    return;
  }
  const shown = self.registration.showNotification(message.title, {
    ...about,
    renotify: true,
    requireInteraction: message.urgent === true,
    vibrate: [400, 150, 400, 150, 400],
  });
  event.waitUntil(Promise.all([shown, shown.then(() => receipt(message.key)), shown.then(() => tidy(message.alert))]));
});

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.alert ?? 0));
});

/** The page that is open already, or a new one. */
async function open(alert) {
  const pages = (await self.clients.matchAll({type: 'window', includeUncontrolled: true})).filter(one => new URL(one.url).pathname === '/');
  if (pages.length === 0) return self.clients.openWindow(alert ? `/?alert=${alert}` : '/');
  const page = await pages[0].focus();
  return page.postMessage({open: alert});
}
