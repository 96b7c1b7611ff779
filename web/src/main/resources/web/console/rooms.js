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
  {
    name: 'enrol',
    roles: ['care', 'operator', 'administrator'],
    load: () => import('./enrol.js'),
    show: ({me, rest, language}) => html`<enrol-room .me=${me} .rest=${rest} .language=${language}></enrol-room>`,
  },
  {
    name: 'bands',
    roles: ['care', 'operator', 'administrator'],
    load: () => import('./bands.js'),
    show: ({me, rest, language}) => html`<bands-room .me=${me} .rest=${rest} .language=${language}></bands-room>`,
  },
  {
    name: 'devices',
    roles: ['supervisor', 'care', 'operator', 'administrator'],
    load: () => import('./devices.js'),
    show: ({me, rest, language}) => html`<devices-room .me=${me} .rest=${rest} .language=${language}></devices-room>`,
  },
  {
    name: 'settlement',
    roles: ['supervisor', 'operator', 'administrator'],
    load: () => import('./settlement.js'),
    show: ({me, rest, language}) => html`<settlement-room .me=${me} .rest=${rest} .language=${language}></settlement-room>`,
  },
  {
    name: 'roster',
    roles: ['supervisor', 'operator', 'administrator'],
    load: () => import('./roster.js'),
    show: ({me, rest, language}) => html`<roster-room .me=${me} .rest=${rest} .language=${language}></roster-room>`,
  },
  {
    name: 'ladders',
    roles: ['supervisor', 'operator', 'administrator'],
    load: () => import('./ladders.js'),
    show: ({me, rest, language}) => html`<ladders-room .me=${me} .rest=${rest} .language=${language}></ladders-room>`,
  },
  {
    name: 'places',
    roles: ['supervisor', 'care', 'operator', 'administrator'],
    load: () => import('./places.js'),
    show: ({me, rest, language}) => html`<places-room .me=${me} .rest=${rest} .language=${language}></places-room>`,
  },
  {
    name: 'audit',
    roles: ['supervisor', 'administrator'],
    load: () => import('./audit.js'),
    show: ({me, rest, language}) => html`<audit-log .me=${me} .wearer=${rest[0] ?? ''} .language=${language}></audit-log>`,
  },
  {
    name: 'users',
    roles: ['administrator'],
    load: () => import('./users.js'),
    show: ({me, language}) => html`<user-desk .me=${me} .language=${language}></user-desk>`,
  },
  {
    name: 'account',
    hidden: true,
    roles: ['worker', 'supervisor', 'care', 'operator', 'administrator'],
    load: () => import('./account.js'),
    show: ({me, language}) => html`<own-account .me=${me} .language=${language}></own-account>`,
  },
];

/** Those that somebody of this role may enter. */
export const roomsFor = role => ROOMS.filter(room => room.roles.includes(role));
