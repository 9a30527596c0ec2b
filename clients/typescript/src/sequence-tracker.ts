import type { WebhookEvent } from './webhook-event.js';

/** Sequences from … to …, both included. */
export interface SequenceRange {
  readonly from: number;
  readonly to: number;
}

/**
 * What a receiver remembers of an endpoint: the sequences it has received, ascending, as few ranges as possible. Plain data, to be
 * kept together with what the events changed.
 */
export type SequenceState = readonly SequenceRange[];

/** What an event tells beyond itself. */
export interface SequenceUpdate {
  readonly state: SequenceState;
  /**
   * This sequence was received before: answer 2xx and do nothing. An event can be announced twice: then it has a second sequence,
   * and the same `id`. Keep the ids of the events that were dealt with, too.
   */
  readonly isRepeat: boolean;
  /** Not received, and the service knows: they are still to come, or failed and wait for `POST …/redeliver`. */
  readonly outstanding: readonly SequenceRange[];
  /** Not received, and the service took them for delivered: ask for them, `GET /v1/webhook-deliveries`. */
  readonly lost: readonly SequenceRange[];
}

/**
 * Tells a gap from silence. Everything before the watermark was delivered, so what is missing there was lost on this side; what is
 * missing behind it is still on its way.
 *
 * @param state what `trackSequence` returned last; undefined for the first event ever: what was delivered before it is not asked for.
 */
export function trackSequence(
  state: SequenceState | undefined,
  { sequence, watermark }: Pick<WebhookEvent, 'sequence' | 'watermark'>,
): SequenceUpdate {
  const known = state ?? [{ from: 0, to: Math.min(sequence, watermark) - 1 }];
  const isRepeat = known.some(({ from, to }) => from <= sequence && sequence <= to);
  const next = isRepeat ? known : merge([...known, { from: sequence, to: sequence }]);
  const gaps = gapsIn(next);
  return {
    state: next,
    isRepeat,
    outstanding: gaps.flatMap((gap) => clip({ ...gap, from: Math.max(gap.from, watermark) })),
    lost: gaps.flatMap((gap) => clip({ ...gap, to: Math.min(gap.to, watermark - 1) })),
  };
}

function merge(ranges: readonly SequenceRange[]): SequenceState {
  const merged: SequenceRange[] = [];
  for (const range of [...ranges].sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1) merged[merged.length - 1] = { from: last.from, to: range.to };
    else merged.push(range);
  }
  return merged;
}

function gapsIn(ranges: SequenceState): readonly SequenceRange[] {
  return ranges.slice(1).map((range, at) => ({ from: (ranges[at]?.to ?? 0) + 1, to: range.from - 1 }));
}

function clip(range: SequenceRange): readonly SequenceRange[] {
  return range.from <= range.to ? [range] : [];
}
