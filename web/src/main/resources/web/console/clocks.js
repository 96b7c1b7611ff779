// The clock of a case: how long it has run, against what it should take.

/** Minutes and seconds; hours where there are any. */
export function running(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = number => String(number).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** Until somebody answers, in seconds: good, well, at the latest. */
export const TARGETS = [20, 60, 180];

/** How long an answer took, or is taking; the target that it is measured against; whether the last one is missed. */
export function answering(alert, now) {
  const until = alert.standing?.acknowledgedAt ?? alert.standing?.onSceneAt;
  const waits = ['raised', 'dispatched', 'cancelled'].includes(alert.state);
  const took = (waits || !until ? now : Date.parse(until)) - Date.parse(alert.receivedAt);
  const target = TARGETS.find(seconds => took <= seconds * 1000);
  return {waits, took, target, tone: target === undefined ? 'missed' : ['good', 'well', 'latest'][TARGETS.indexOf(target)]};
}
