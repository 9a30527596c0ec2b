import { END, createEventReader } from './event-reader.js';
import type { StreamEvent } from './event-reader.js';
import type { Settings } from './settings.js';
import { buildHeaders, readReply } from './transport.js';
import type { NoAnswer } from './transport.js';

/** How a stream came to its end: the service said that this was all, or it was cut, or none was opened. */
export type StreamEnd = typeof over | NoAnswer;

export const over = { kind: 'over' } as const;

/** Where a stream begins. */
export interface StreamStart {
  readonly path: string;
  readonly lastEventId: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Told where the stream begins, if the service says so: events could be lost before the first one came. */
  readonly onBegin: (cursor: string | null) => void;
}

/** The service sends a comment every 15 s: a connection that says nothing for three of them is dead. */
const SILENCE_MS = 45_000;

/** One connection: its events, and how it ended. It never throws. */
export async function* openStream(
  settings: Settings,
  { path, lastEventId, signal, onBegin }: StreamStart,
): AsyncGenerator<StreamEvent, StreamEnd, undefined> {
  const silence = watchSilence(signal);
  try {
    const headers = {
      ...buildHeaders(settings),
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    };
    const response = await settings.fetch(`${settings.baseUrl}${path}`, { headers, signal: silence.signal });
    if (!isStream(response)) return (await readReply(response, isNoAnswer)) as NoAnswer;
    onBegin(response.headers.get('event-cursor'));
    return yield* readEvents(response.body, silence.heard);
  } catch (cause) {
    return toSilence(cause);
  } finally {
    silence.end();
  }
}

function isStream(response: Response): response is Response & { readonly body: ReadableStream<Uint8Array> } {
  const type = response.headers.get('content-type') ?? '';
  return response.ok && response.body !== null && type.startsWith('text/event-stream');
}

function toSilence(cause?: unknown): NoAnswer {
  return { kind: 'silence', cause, retryAfterMs: 0 };
}

/** Nothing but a stream is an answer here. */
function isNoAnswer(_body: unknown): _body is never {
  return false;
}

async function* readEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<StreamEvent, StreamEnd, undefined> {
  const decoder = new TextDecoder();
  const eventsIn = createEventReader();
  const reader = body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      for (const event of eventsIn(decoder.decode(part.value, { stream: true }))) {
        if (event === END) return over;
        yield event;
      }
    }
    return toSilence();
  } finally {
    // The caller has left, or the connection is gone: either way nobody reads on.
    await reader.cancel().catch(() => undefined);
  }
}

/** Aborts when nothing was heard for too long, or the caller leaves. */
function watchSilence(signal: AbortSignal | undefined) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let timer = setTimeout(abort, SILENCE_MS);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MS);
    },
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      controller.abort();
    },
  };
}
