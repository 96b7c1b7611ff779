// The rooms of the console, in the order of the menu: what each is called, who may enter, where it is kept, how it is shown.
// A room without a place in the menu is `hidden`; one gets there by a link.

import {html} from 'lit';

const ROOMS = [
  {
    name: 'board',
    roles: ['supervisor', 'operator', 'administrator'],
    load: () => import('./board.js'),
    show: ({me, rest, language}) => html`<live-board .me=${me} .rest=${rest} .language=${language}></live-board>`,
  },
  {
    name: 'wearer',
    roles: ['supervisor', 'care', 'administrator'],
    load: () => import('./wearer.js'),
    show: ({me, rest, language}) => html`<wearer-room .me=${me} .rest=${rest} .language=${language}></wearer-room>`,
  },
  {
    name: 'care',
    roles: ['supervisor', 'care', 'administrator'],
    load: () => import('./care.js'),
    show: ({me, language}) => html`<care-room .me=${me} .language=${language}></care-room>`,
  },
  {
    name: 'report',
    roles: ['supervisor', 'care', 'administrator'],
    hidden: true,
    load: () => import('./report.js'),
    show: ({rest, language}) => html`<weekly-report .rest=${rest} .language=${language}></weekly-report>`,
  },
];

/** Those that somebody of this role may enter. */
export const roomsFor = role => ROOMS.filter(room => room.roles.includes(role));
