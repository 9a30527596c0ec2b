import type { TimelineEntry, Actor, ActorKind } from './entry.js';

/** From this on a pause between two lines is printed. */
const SHOWN_PAUSE_MS = 1_000;
const INDENT = ' '.repeat(14);

const kinds: Readonly<Record<ActorKind, string>> = {
  api_key: 'API key',
  operator: 'Operator',
  service: 'Service',
  getnet: 'Getnet',
  temporal: 'Temporal',
};

/**
 * Prints a timeline for a person: local times with their offset, the pauses between, and the evidence.
 *
 * @param offsetMinutes how far local time is ahead of UTC at a moment; each day is headed with it.
 */
export function printTimeline(
  entries: readonly TimelineEntry[],
  offsetMinutes: (at: Date) => number,
): string {
  const lines: string[] = [];
  let day = '';
  let beforeMs: number | undefined;
  for (const entry of entries) {
    const at = new Date(entry.at);
    const offset = offsetMinutes(at);
    const local = new Date(at.getTime() + offset * 60_000).toISOString();
    const toLocal = (text: string) => text.replace(ISO_TIME, (time) => printMoment(time, offsetMinutes));
    const heading = `${local.slice(0, 10)} (${formatOffset(offset)})`;
    if (heading !== day) lines.push(...(day === '' ? [] : ['']), heading);
    day = heading;
    const pauseMs = beforeMs === undefined ? 0 : at.getTime() - beforeMs;
    if (pauseMs >= SHOWN_PAUSE_MS) lines.push(`${INDENT}… ${formatPause(pauseMs)} later`);
    lines.push(...printEntry(entry, local.slice(11, 23)).map(toLocal));
    beforeMs = at.getTime();
  }
  return lines.join('\n');
}

function printEntry({ actor, act, why, evidence }: TimelineEntry, time: string): readonly string[] {
  return [
    `${time}  ${nameActor(actor)} ${act}`,
    `${INDENT}why: ${why}`,
    ...(evidence === null ? [] : [`${INDENT}evidence: ${evidence}`]),
  ];
}

const ISO_TIME = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z/g;

/** A moment within a text. */
function printMoment(time: string, offsetMinutes: (at: Date) => number): string {
  const at = new Date(time);
  const local = new Date(at.getTime() + offsetMinutes(at) * 60_000).toISOString();
  return local.slice(0, 23).replace('T', ' ');
}

function nameActor({ kind, id }: Actor): string {
  return id === null ? `${kinds[kind]} (not noted)` : `${kinds[kind]} (${id})`;
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const digits = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${digits(size / 60)}:${digits(size % 60)}`;
}

function formatPause(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${(ms / 60_000).toFixed(1)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}
