// A case on the board: how long it waits, where on its ladder it is, who was called, who goes.

import {html} from 'lit';
import {word} from '../words.js';
import {answering, running} from './clocks.js';

const STATES_LAST = ['failed', 'declined', 'withdrawn'];

/** `act(what, alert)` is called with open, takeover, reassign or comment. */
export function boardCard(alert, now, targets, act) {
  const clock = answering(alert, now, targets);
  const {standing} = alert;
  return html`
    <article class="case ${alert.severity} ${clock.waits ? clock.tone : ''} ${standing?.undelivered ? 'unheard' : ''}"
      data-testid="alert-${alert.id}" data-state=${alert.state} data-version=${alert.version}>
      <header>
        <span class="kind">${word(`kind_${alert.kind}`)}</span>
        ${alert.pressCount > 1 ? html`<span class="mark">${word('pressed', alert.pressCount)}</span>` : ''}
        ${alert.fellAt ? html`<span class="mark">${word('kind_fall')}</span>` : ''}
        ${alert.late ? html`<span class="mark">${word('late')}</span>` : ''}
        ${alert.state === 'cancelled' ? html`<span class="mark">${word('state_cancelled')}</span>` : ''}
        <b class="clock ${clock.tone}" data-testid="clock">${running(clock.waits ? clock.took : now - Date.parse(alert.receivedAt))}</b>
      </header>
      <h3><button class="plain" data-testid="open" @click=${() => act('open', alert)}>${alert.wearer ?? word('unknownWearer', alert.band)}</button></h3>
      <p class="where">${alert.address ?? ''} <span>${alert.grid ?? ''}</span></p>
      ${alert.isIn && alert.isIn !== alert.grid ? html`<p class="where">${word('isIn', alert.isIn)}</p>` : ''}
      ${alert.severity === 'emergency' ? times(clock) : ''}
      ${goes(alert)}
      ${standing && clock.waits ? ladder(standing, now) : ''}
      ${standing?.undelivered ? html`<p class="loud" data-testid="unheard">${word('board_nobodyHeard')}</p>` : ''}
      ${standing ? told(standing.told) : ''}
      ${standing?.note ? html`<p class="note">${standing.note.actor}：${standing.note.note}</p>` : ''}
      ${alert.outcome ? html`<p class="note">${word(`outcome_${alert.outcome}`)}</p>` : ''}
      ${alert.state === 'resolved' ? '' : html`
        <footer>
          ${alert.state === 'on_scene' || alert.mine ? '' : html`
            <button data-testid="takeover" @click=${() => act('takeover', alert)}>${word('board_takeover')}</button>`}
          ${alert.state === 'on_scene' ? '' : html`
            <button data-testid="reassign" @click=${() => act('reassign', alert)}>${word('board_reassign')}</button>`}
          <button data-testid="comment" @click=${() => act('comment', alert)}>${word('board_comment')}</button>
        </footer>`}
    </article>`;
}

function times(clock) {
  if (!clock.waits) return html`<p class="times ${clock.tone}">${word('board_answeredIn', running(clock.took))}</p>`;
  const against = clock.tone === 'missed' ? word('board_missed') : clock.target ? word('board_target', clock.target) : '';
  return html`<p class="times ${clock.tone}">${against}</p>`;
}

function goes(alert) {
  if (alert.acknowledgedBy) {
    const where = alert.state === 'acknowledged' ? 'goes' : 'there';
    return html`<p class="goes" data-testid="goes">${word(`board_${where}`, alert.acknowledgedBy)}</p>`;
  }
  const asked = alert.standing?.assignedTo;
  return asked ? html`<p class="asked" data-testid="asked">${word('board_asked', asked)}</p>` : '';
}

/** One dot a rung, and what comes next by itself. */
function ladder({rung, rungs, nextAt, nextWhom}, now) {
  if (rungs === 0) return html`<p class="ladder">${word('board_noLadder')}</p>`;
  const left = nextAt ? running(Date.parse(nextAt) - now + 999) : '';
  const whom = (nextWhom ?? '').split(',').filter(Boolean).map(code => word(`board_whom_${code}`)).join('、');
  return html`
    <p class="ladder" data-testid="ladder">
      <span class="dots" aria-hidden="true">${Array.from({length: rungs}, (nothing, at) => html`<i class=${at < rung ? 'taken' : ''}></i>`)}</span>
      ${word('board_step', Math.min(rung, rungs), rungs)}
      ${nextAt ? html`<span>${rung >= rungs ? word('board_top', left) : word('board_next', left, whom)}</span>` : ''}
    </p>`;
}

/** Who was called by what, those who have seen it first. */
function told(all) {
  if (all.length === 0) return '';
  const people = new Map();
  for (const {who, channel, state} of all) {
    if (!people.has(who)) people.set(who, []);
    people.get(who).push({channel, state});
  }
  const rank = calls => calls.some(one => one.state === 'received') ? 0 : calls.every(one => STATES_LAST.includes(one.state)) ? 2 : 1;
  const sorted = [...people].sort((one, other) => rank(one[1]) - rank(other[1]));
  const shown = sorted.slice(0, 4);
  return html`
    <ul class="told">
      ${shown.map(([who, calls]) => html`
        <li>${who} ${calls.map(({channel, state}) => html`
          <span class="call ${state}">${word(`board_by_${channel}`)} ${word(`board_told_${state}`)}</span>`)}</li>`)}
      ${sorted.length > shown.length ? html`<li>+${sorted.length - shown.length}</li>` : ''}
    </ul>`;
}
