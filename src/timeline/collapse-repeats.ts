import type { TimelineEntry } from './entry.js';

/** Repeats of up to so many lines in a row are recognised: asking, and what came of it. */
const MAX_PATTERN_LINES = 3;

/** Writes lines that repeat once, with how often, and until when. */
export function collapseRepeats(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const collapsed: TimelineEntry[] = [];
  let place = 0;
  while (place < entries.length) {
    const { length, times } = findRepeat(entries, place);
    const last = place + length * (times - 1);
    for (let line = 0; line < length; line += 1) {
      const entry = entries[place + line];
      if (entry !== undefined) collapsed.push(countTimes(entry, times, entries[last + line]?.at));
    }
    place += length * times;
  }
  return collapsed;
}

interface Repeat {
  readonly length: number;
  readonly times: number;
}

/** The pattern that shortens the timeline most. */
function findRepeat(entries: readonly TimelineEntry[], from: number): Repeat {
  let best: Repeat = { length: 1, times: 1 };
  for (let length = 1; length <= MAX_PATTERN_LINES; length += 1) {
    const times = countRepeats(entries, from, length);
    if (times > 1 && length * (times - 1) > best.length * (best.times - 1)) best = { length, times };
  }
  return best;
}

function countRepeats(entries: readonly TimelineEntry[], from: number, length: number): number {
  let times = 1;
  while (isSameBlock(entries, { one: from, other: from + length * times, length })) times += 1;
  return times;
}

interface Blocks {
  readonly one: number;
  readonly other: number;
  readonly length: number;
}

function isSameBlock(entries: readonly TimelineEntry[], { one, other, length }: Blocks): boolean {
  for (let line = 0; line < length; line += 1) {
    if (!isSame(entries[one + line], entries[other + line])) return false;
  }
  return true;
}

function isSame(one: TimelineEntry | undefined, other: TimelineEntry | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return (
    one.act === other.act &&
    one.why === other.why &&
    one.evidence === other.evidence &&
    one.actor.kind === other.actor.kind &&
    one.actor.id === other.actor.id
  );
}

function countTimes(entry: TimelineEntry, times: number, lastAt: string | undefined): TimelineEntry {
  if (times === 1 || lastAt === undefined) return entry;
  const repeated = `${times} times, the last at ${lastAt}`;
  return { ...entry, evidence: entry.evidence === null ? repeated : `${entry.evidence}; ${repeated}` };
}
