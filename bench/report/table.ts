import { isMet } from './results.js';
import type { Aim, Figure, Results } from './results.js';
import { figureNames, titles } from './titles.js';

const BEGIN = '<!-- figures of bench/results.json: begin -->';
const END = '<!-- figures of bench/results.json: end -->';

/** @returns the page with the figures of the results between its markers. */
export function withFigures(page: string, results: Results): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined)
    throw new Error('The page has no markers for the figures.');
  return `${before}${BEGIN}\n\n${describeRun(results)}\n\n${buildTable(results)}\n\n${END}${after}`;
}

function describeRun({ date, seconds, machine }: Results): string {
  const { cores, cpu, node, temporal, loadBefore, loadAfter } = machine;
  const load = (loads: readonly number[]) => loads[0]?.toFixed(1);
  return [
    `Run of ${date.slice(0, 10)}, ${Math.round(seconds)} s, on ${cores} cores (${cpu}), Node ${node}, ${temporal}.`,
    `Load at its begin ${load(loadBefore)}, at its end ${load(loadAfter)}.`,
  ].join(' ');
}

export function buildTable({ figures }: Results): string {
  const rows = figureNames.flatMap((name) => {
    const figure = figures[name];
    return figure === undefined ? [] : [buildRow(titles[name], figure)];
  });
  return [
    '| figure | ours | against | ratio (quartiles), pairs | aim | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function buildRow(title: string, figure: Figure): string {
  if (figure.kind === 'absent') return `| ${title} | left out: ${figure.why} | | | | |`;
  const verdict = { true: 'met', false: '**missed**', undefined: '' }[String(isMet(figure))] ?? '';
  const aim = describeAim(figure.aim);
  if (figure.kind === 'value') {
    const note = figure.note === undefined ? '' : ` (${figure.note})`;
    return `| ${title} | ${figure.value} ${figure.unit}${note} | | | ${aim} | ${verdict} |`;
  }
  const { ours, baseline, unit, against, ratio, quartiles, pairs } = figure;
  const spread = `${ratio} (${quartiles.join('–')}), ${pairs.length}`;
  return `| ${title} | ${ours} ${unit} | ${against}: ${baseline} ${unit} | ${spread} | ${aim} | ${verdict} |`;
}

function describeAim({ atMost, atLeast }: Aim = {}): string {
  if (atMost !== undefined) return `≤ ${atMost}`;
  return atLeast === undefined ? '' : `≥ ${atLeast}`;
}
