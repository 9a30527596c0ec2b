import { randomInt } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { EventParser } from '../../support/event-reader.js';
import type { ReadEvent } from '../../support/event-reader.js';

/** How a stream is read. */
export interface CutReading {
  /** The same stream at each replica; one after the other is asked. */
  readonly urls: readonly string[];
  readonly key: string;
  /** The connection is cut so often, each time after a random number of bytes. */
  readonly cuts: number;
  readonly longestBytes: number;
  readonly lastEventId?: string | undefined;
  /** Whether everything has been told. */
  readonly isOver: (events: readonly ReadEvent<StreamReport>[]) => boolean;
}

/** What a reader looks at. */
export interface StreamReport {
  readonly id: string;
  readonly status: string;
  readonly states: readonly { readonly n: number; readonly status: string }[];
}

/** What a reader has, and what it took. */
export interface CutResult {
  readonly events: readonly ReadEvent<StreamReport>[];
  readonly cuts: number;
  /** Connections that were refused or broken by the other side. */
  readonly losses: number;
}

/** Reads a stream over as many connections as it takes, resuming after the last event that came whole. */
export async function readWithCuts(reading: CutReading): Promise<CutResult> {
  const events: ReadEvent<StreamReport>[] = [];
  let cuts = 0;
  let losses = 0;
  for (let tries = 0; !reading.isOver(events); tries += 1) {
    const mostBytes = cuts < reading.cuts ? randomInt(1, reading.longestBytes) : Infinity;
    const lastEventId = events.at(-1)?.id ?? reading.lastEventId;
    const url = reading.urls[tries % reading.urls.length] ?? '';
    const { end } = await readOnce(url, { ...reading, lastEventId, mostBytes, events });
    if (end === 'cut') cuts += 1;
    else if (end === 'lost') {
      losses += 1;
      await pause(50);
    }
  }
  return { events, cuts, losses };
}

interface OnceReading extends CutReading {
  readonly mostBytes: number;
  readonly events: ReadEvent<StreamReport>[];
}

function readOnce(url: string, reading: OnceReading): Promise<{ readonly end: 'cut' | 'lost' | 'ended' }> {
  const { key, lastEventId, mostBytes, events, isOver } = reading;
  const parser = new EventParser<StreamReport>();
  const headers = {
    authorization: `Bearer ${key}`,
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, agent: false }, (reply) => {
      if (reply.statusCode !== 200 && reply.statusCode !== 503)
        reject(new Error(`${url}: ${reply.statusCode}`));
      let left = mostBytes;
      reply.on('data', (bytes: Buffer) => {
        if (reply.statusCode === 200)
          events.push(...parser.take(bytes.subarray(0, Math.min(left, bytes.length)).toString('utf8')));
        left -= bytes.length;
        if (left <= 0 || isOver(events)) {
          reply.destroy();
          resolve({ end: 'cut' });
        }
      });
      reply.on('end', () => resolve({ end: reply.statusCode === 200 ? 'ended' : 'lost' }));
      reply.on('error', () => resolve({ end: 'lost' }));
      reply.on('close', () => resolve({ end: 'lost' }));
    });
    asked.on('error', () => resolve({ end: 'lost' }));
    asked.end();
  });
}
