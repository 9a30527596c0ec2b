import { guarantees } from './mutant.js';
import type { Mutant } from './mutant.js';
import type { Finding } from './hunt.js';

const BEGIN = '<!-- begin: written by npm run mutants -->';
const END = '<!-- end: written by npm run mutants -->';
const HEAD = ['| breaks | bug | caught by | seconds |', '| --- | --- | --- | --- |'];

/**
 * Writes what was found into the table of the page. A bug that was not hunted this time keeps its row; one that is planted no more
 * loses it.
 */
export function withTable(page: string, findings: readonly Finding[], planted: readonly Mutant[]): string {
  const [before, rest] = page.split(BEGIN);
  const [table, after] = rest?.split(END) ?? [];
  if (before === undefined || table === undefined || after === undefined)
    throw new Error(`docs/proof.md needs the lines ${BEGIN} and ${END}`);
  const rows = new Map([...readRows(table), ...findings.map(toRow)]);
  const kept = sortByGuarantee(planted).flatMap(({ name }) => rows.get(name) ?? []);
  return `${before}${BEGIN}\n\n${[...HEAD, ...kept].join('\n')}\n\n${END}${after}`;
}

/** What was found, for whoever ran it. */
export function buildTable(findings: readonly Finding[]): string {
  const rows = new Map(findings.map(toRow));
  return [
    ...HEAD,
    ...sortByGuarantee(findings.map(({ mutant }) => mutant)).map(({ name }) => rows.get(name)),
  ].join('\n');
}

function readRows(table: string): readonly (readonly [string, string])[] {
  return table.split('\n').flatMap((row) => {
    const [, name] = /^\|[^|]+\| \*\*([a-z0-9-]+)\*\*/.exec(row) ?? [];
    return name === undefined ? [] : [[name, row] as const];
  });
}

/** By what they break, in the order of the guarantees. */
function sortByGuarantee(mutants: readonly Mutant[]): readonly Mutant[] {
  const rank = ({ breaks }: Mutant) => guarantees.indexOf(breaks[0]);
  return mutants.toSorted((one, other) => rank(one) - rank(other));
}

function toRow({ mutant, verdict, seconds }: Finding): readonly [string, string] {
  const { name, breaks, why, caughtBy } = mutant;
  const by =
    verdict === 'caught'
      ? `[${formatSpecName(caughtBy.spec)}](../${caughtBy.spec}): *${caughtBy.test}*`
      : verdict;
  return [name, `| ${breaks.join(', ')} | **${name}** ${why} | ${by} | ${seconds.toFixed(1)} |`];
}

function formatSpecName(spec: string): string {
  return spec.replace(/^test\//, '').replace(/\.spec\.ts$/, '');
}
