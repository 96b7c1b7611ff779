// Notifications while the page is closed.

import {request} from './api.js';

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), char => char.charCodeAt(0));

const same = (one, other) => one && one.byteLength === other.byteLength
  && new Uint8Array(one).every((byte, index) => byte === other[index]);

/** Whether this browser could; it cannot without https, and an iPhone only once the page is on its home screen. */
const able = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

/** `unable`, `denied` by whoever holds the phone, `off` or `on`. */
export async function pushState() {
  if (!able()) return 'unable';
  if (Notification.permission === 'denied') return 'denied';
  const registration = await navigator.serviceWorker.getRegistration('/');
  return await registration?.pushManager.getSubscription() ? 'on' : 'off';
}

/** Switches notifications on for whoever is logged in; asks for leave, so call it in a tap. Answers with the state. */
export async function pushOn() {
  if (!able()) return 'unable';
  if (await Notification.requestPermission() !== 'granted') return pushState();
  await subscribe();
  return 'on';
}

/** Tells the server again what it may have forgotten, where they are on: after a log-in, this phone is whoever's who has logged in. */
export const pushAgain = () => subscribe();

async function subscribe() {
  const key = bytes((await request('GET', '/api/push/key')).key);
  await navigator.serviceWorker.register('/sw.js', {scope: '/'});
  const registration = await navigator.serviceWorker.ready;
  const known = await registration.pushManager.getSubscription();
  // Another server's key: it could not send to us.
  if (known && !same(known.options.applicationServerKey, key)) await known.unsubscribe();
  const subscription = await registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: key});
  await request('POST', '/api/push/subscription', subscription.toJSON());
}

/** Takes away what is shown of alerts that `over` says it of: nobody should run for a call that somebody has taken. */
export async function closeNotifications(over) {
  const registration = await navigator.serviceWorker?.getRegistration('/');
  for (const one of await registration?.getNotifications?.() ?? []) {
    if (one.data?.alert && over(one.data.alert)) one.close();
  }
}

/** Switches them off, on this phone. */
export async function pushOff() {
  if (!able()) return;
  const registration = await navigator.serviceWorker.getRegistration('/');
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  const {endpoint} = subscription;
  await subscription.unsubscribe();
  await request('DELETE', '/api/push/subscription', {endpoint});
}
