import type { ServerResponse } from 'node:http';
import { writeComment, writeRetry } from '../../../../src/api/events/sse.js';
import type { Behaviour } from './fake-service.js';

/**
 * How a stream closes: `end`, all was told; `leave`, the service shuts down; `cut`, the connection is lost; `stay`, not at all.
 */
export type Closing = 'end' | 'leave' | 'cut' | 'stay';

const lastWords: Readonly<Record<Closing, string>> = {
  end: writeComment('end'),
  leave: writeRetry(1),
  cut: '',
  stay: '',
};

const closings: Readonly<Record<Closing, (open: ServerResponse) => void>> = {
  end: (open) => void open.end(),
  leave: (open) => void open.end(),
  cut: (open) => void open.destroy(),
  stay: () => undefined,
};

/** Sends text as the service sends a stream of events, then closes it. */
export function stream(
  text: string,
  closing: Closing = 'end',
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    const written = writeComment('open') + text + lastWords[closing];
    response.write(written, () => closings[closing](response));
  };
}
