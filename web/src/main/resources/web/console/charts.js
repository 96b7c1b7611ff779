// Charts of a wearer's measurements: pulse with what is usual for them, pressure; limits and alarms.

import uPlot from 'uplot';
import {word} from '../words.js';
import './wearer.words.js';

const HOUR = 3600;
/** Of a normal distribution, the standard deviation by the median absolute one; two of them are usual. */
const USUAL = 2 * 1.4826;
const HEIGHT = 240;
const GRID = {stroke: '#e1e8ed', width: 1};
const FONT = '12px system-ui, "Noto Sans CJK SC", sans-serif';

/** Where nothing was measured the line breaks: a row of nothing stands in each hole. */
export function withHoles(columns, longest) {
  const names = Object.keys(columns).filter(name => name !== 'at');
  const whole = {at: [], ...Object.fromEntries(names.map(name => [name, []]))};
  columns.at.forEach((at, row) => {
    const before = row > 0 ? columns.at[row - 1] : at;
    if (at - before > longest) {
      whole.at.push(before + 1);
      names.forEach(name => whole[name].push(null));
    }
    whole.at.push(at);
    names.forEach(name => whole[name].push(columns[name][row]));
  });
  return whole;
}

/** What is usual at each of these times, as [low, high]; nothing where too little is known. */
export function usualBand(times, pulse, zone) {
  const none = times.map(() => null);
  if (!pulse || times.length === 0) return [none, none];
  const ahead = zoneSeconds(zone, times[0]);
  const low = [];
  const high = [];
  for (const at of times) {
    const hour = Math.floor(((at + ahead) % 86400) / HOUR);
    const median = pulse.medians[hour];
    const width = Math.max(3, USUAL * (pulse.deviations[hour] ?? 0));
    low.push(median ? median - width : null);
    high.push(median ? median + width : null);
  }
  return [low, high];
}

function zoneSeconds(zone, at) {
  const parts = new Intl.DateTimeFormat('en-US', {timeZone: zone, hour12: false, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric'})
    .formatToParts(new Date(at * 1000)).reduce((all, part) => ({...all, [part.type]: Number(part.value)}), {});
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour % 24, parts.minute) / 1000 - Math.floor(at / 60) * 60;
}

function base(element, {from, to, unit, alerts, limits, drawn}) {
  return {
    width: Math.max(320, element.clientWidth),
    height: HEIGHT,
    cursor: {drag: {x: true, y: false}},
    legend: {live: true},
    scales: {x: {time: true, range: [from, to]}},
    axes: [
      {font: FONT, grid: GRID, values: (chart, splits) => splits.map(at => label(at, to - from))},
      {font: FONT, grid: GRID, label: unit, labelFont: FONT, size: 56},
    ],
    hooks: {draw: [chart => {
      marks(chart, alerts);
      lines(chart, limits);
      drawn(chart);
    }]},
  };
}

function label(at, span) {
  const date = new Date(at * 1000);
  const time = date.toLocaleTimeString('zh-CN', {hour: '2-digit', minute: '2-digit', hour12: false});
  return span <= 2 * 86400 ? time : `${date.getMonth() + 1}/${date.getDate()}`;
}

function marks(chart, alerts) {
  const {ctx, bbox} = chart;
  ctx.save();
  for (const alert of alerts) {
    const x = Math.round(chart.valToPos(Date.parse(alert.raisedAt) / 1000, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = ctx.fillStyle = alert.severity === 'emergency' ? '#c1121f' : '#8a5a00';
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, bbox.top + 5 * devicePixelRatio, 4 * devicePixelRatio, 0, 7);
    ctx.fill();
  }
  ctx.restore();
}

function lines(chart, limits) {
  const {ctx, bbox} = chart;
  ctx.save();
  ctx.setLineDash([6 * devicePixelRatio, 5 * devicePixelRatio]);
  ctx.strokeStyle = '#c1121f';
  for (const limit of limits) {
    const y = Math.round(chart.valToPos(limit, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

const line = (name, color, more = {}) => ({label: name, stroke: color, width: 1.5, points: {show: false}, ...more});

/** Draws into the element; `about` is {from, to, alerts, usual, byTheHour, drawn}. Answers with what to destroy. */
export function pulseChart(element, data, about) {
  const {limits, pulse, zone} = about.usual;
  const [low, high] = usualBand(data.at, pulse, zone);
  const hourly = about.byTheHour;
  const rows = [data.at, low, high, ...(hourly ? [data.heartRateMin, data.heartRateMax] : []), data.heartRate];
  const series = [
    {label: word('wearer_time'), value: (chart, at) => at == null ? '–' : new Date(at * 1000).toLocaleString('zh-CN', {hour12: false})},
    line(`${word('wearer_usual')} ↓`, '#0a7d3b55', {width: 1}),
    line(`${word('wearer_usual')} ↑`, '#0a7d3b55', {width: 1}),
    ...(hourly ? [line(word('wearer_min'), '#0b4f6c66', {width: 1}), line(word('wearer_max'), '#0b4f6c66', {width: 1})] : []),
    line(word('wearer_pulse'), '#0b4f6c', {width: 2}),
  ];
  const options = base(element, {...about, unit: word('wearer_pulseUnit'), limits: [limits.pulseLow, limits.pulseHigh]});
  return new uPlot({
    ...options,
    series,
    bands: [{series: [2, 1], fill: '#0a7d3b22'}, ...(hourly ? [{series: [4, 3], fill: '#0b4f6c1a'}] : [])],
    scales: {...options.scales, y: {range: (chart, least, most) => [Math.min(40, least ?? 40), Math.max(120, (most ?? 120) + 5)]}},
  }, rows, element);
}

export function pressureChart(element, data, about) {
  const {limits} = about.usual;
  const options = base(element, {...about, unit: 'mmHg', limits: [limits.systolicHigh, limits.systolicLow]});
  const dots = {points: {show: true, size: 5}, spanGaps: true};
  return new uPlot({
    ...options,
    series: [
      {label: word('wearer_time'), value: (chart, at) => at == null ? '–' : new Date(at * 1000).toLocaleString('zh-CN', {hour12: false})},
      line(word('wearer_systolic'), '#8d0b15', dots),
      line(word('wearer_diastolic'), '#45606f', dots),
    ],
    bands: [{series: [1, 2], fill: '#8d0b1512'}],
    scales: {...options.scales, y: {range: (chart, least, most) => [Math.min(50, least ?? 50), Math.max(190, (most ?? 190) + 5)]}},
  }, [data.at, data.systolic, data.diastolic], element);
}
