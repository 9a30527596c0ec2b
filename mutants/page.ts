import { promises } from './mutant.js';
import type { Finding } from './hunt.js';

const BEGIN = '<!-- begin: written by npm run mutants -->';
const END = '<!-- end: written by npm run mutants -->';

/** Replaces the table in the page. */
export function withTable(page: string, findings: readonly Finding[]): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/proof.md needs the lines ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${buildTable(findings)}\n\n${END}${after}`;
}

/** One row for each bug, in the order of the promises. */
export function buildTable(findings: readonly Finding[]): string {
  const rows = findings
    .toSorted((one, other) => rank(one) - rank(other))
    .map(({ mutant, verdict, seconds }) => {
      const { name, breaks, why, caughtBy } = mutant;
      const by =
        verdict === 'caught'
          ? `[${nameOf(caughtBy.spec)}](../${caughtBy.spec}): *${caughtBy.test}*`
          : verdict;
      return `| ${breaks.join(', ')} | **${name}** ${why} | ${by} | ${seconds.toFixed(1)} |`;
    });
  return ['| breaks | bug | caught by | seconds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rank({ mutant: { breaks } }: Finding): number {
  return promises.indexOf(breaks[0]);
}

function nameOf(spec: string): string {
  return spec.replace(/^test\//, '').replace(/\.spec\.ts$/, '');
}
