// The clock of a case: how long it has run, against what it should take.

/** Minutes and seconds; hours where there are any. */
export function running(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = number => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

const TONES = ['good', 'well', 'latest'];

/**
 * How long an answer took, or is taking; the target that it is measured against; whether the last one is missed. `targets` are the city's,
 * in seconds, the shortest first; none before they are known.
 */
export function answering(alert, now, targets) {
  const until = alert.standing?.acknowledgedAt ?? alert.standing?.onSceneAt;
  const waits = ['raised', 'dispatched', 'cancelled'].includes(alert.state);
  const took = (waits || !until ? now : Date.parse(until)) - Date.parse(alert.receivedAt);
  const met = targets.findIndex(seconds => took <= seconds * 1000);
  return {waits, took, target: targets[met], tone: met < 0 && targets.length ? 'missed' : TONES[Math.max(met, 0)]};
}
