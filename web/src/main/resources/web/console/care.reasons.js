// Why somebody is suggested, in words with the figures.

import {word} from '../words.js';
import './care.words.js';

const FIGURES = {
  pressure_high: ['systolic', 'diastolic', 'readings'],
  pulse_risen: ['before', 'now', 'deviation'],
  not_charged: ['battery', 'days'],
  not_worn: ['percent'],
  no_steps: ['steps', 'days'],
  false_presses: ['presses', 'days'],
  no_call_back: ['alert', 'outcome'],
};

/** The reason of a follow-up. */
export function because({rule, figures}) {
  const values = (FIGURES[rule] ?? []).map(name => name === 'outcome' ? word(`outcome_${figures[name]}`) : figures[name]);
  return word(`rule_${rule}`, ...values);
}
