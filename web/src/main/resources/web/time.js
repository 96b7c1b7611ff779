// Times as people say them.

import {language, word} from './words.js';

/** How long ago, in one unit. */
export function ago(iso, now) {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (seconds < 120) return word('secondsAgo', seconds);
  if (seconds < 7200) return word('minutesAgo', Math.round(seconds / 60));
  if (seconds < 172800) return word('hoursAgo', Math.round(seconds / 3600));
  return word('daysAgo', Math.round(seconds / 86400));
}

/** Hour and minute, with the day where it is another one. */
export function clock(time, now = Date.now()) {
  const date = new Date(time);
  const today = date.toDateString() === new Date(now).toDateString();
  const day = today ? {} : {month: 'numeric', day: 'numeric'};
  return date.toLocaleString(language() === 'zh' ? 'zh-CN' : 'en-GB',
    {...day, hour: '2-digit', minute: '2-digit', hour12: false});
}
