import { problemGroups } from '../api/problems/catalogue.js';
import type { ProblemEntries, ProblemEntry } from '../api/problems/problem-entry.js';

const HEAD = '| code | status | money | retry | meaning | next step |\n| --- | --- | --- | --- | --- | --- |';
const GROUP =
  /(<!-- problems: (\w+), written by npm run docs:problems -->\n)[\s\S]*?(<!-- end of problems -->)/g;

/**
 * Replaces the tables of problem codes in docs/failures.md by what the catalogue says now; the prose around them stays.
 *
 * @throws Error for a table whose topic the catalogue does not have
 */
export function withProblemTables(page: string): string {
  const groups: Readonly<Record<string, ProblemEntries>> = problemGroups;
  return page.replace(GROUP, (...[, start = '', name = '', end = '']: string[]) => {
    const group = groups[name];
    if (!group) throw new Error(`The catalogue has no problems about "${name}".`);
    return `${start}${HEAD}\n${Object.entries(group).map(buildRow).join('\n')}\n${end}`;
  });
}

function buildRow([code, { status, money, retry, meaning, next, more }]: readonly [string, ProblemEntry]) {
  const link = more === undefined ? '' : ` ([more](${more}))`;
  return `| \`${code}\` | ${status} | ${money} | ${retry} | ${meaning} | ${next}${link} |`;
}
