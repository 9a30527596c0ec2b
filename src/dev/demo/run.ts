import type { Paint } from '../screen/paint.js';
import type { Row, Story, World } from './story.js';
import { isAsExpected, formatSeconds } from './table.js';

/** Where progress is printed. */
export interface Output {
  readonly print: (line: string) => void;
  readonly paint: Paint;
}

/** Plays the stories one after the other and prints each as it happens. */
export async function playAll(
  stories: readonly Story[],
  world: World,
  { print, paint }: Output,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [index, story] of stories.entries()) {
    print(`${paint.dim(`${index + 1}/${stories.length}`)} ${paint.bold(story.title)}: ${story.scene}…`);
    const row = { story: story.title, ...(await story.play(world)) };
    rows.push(row);
    print(renderRow(row, paint));
  }
  return rows;
}

function renderRow(row: Row, paint: Paint): string {
  const end = `${row.status}, money moved: ${row.moneyMoved}, after ${formatSeconds(row.tookMs)}`;
  if (isAsExpected(row)) return `    ${paint.green('✓')} ${end}`;
  const faults = row.checks.filter(({ holds }) => !holds);
  return [
    `    ${paint.red('✗')} ${end}`,
    ...faults.map(({ claim, seen }) => `      ${paint.red('not as told:')} ${claim}: ${String(seen)}`),
  ].join('\n');
}
