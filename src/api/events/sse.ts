/** One message of a stream of server-sent events. */
export interface ServerSentEvent {
  readonly name: string;
  /** What `Last-Event-ID` resumes after. */
  readonly id: string;
  readonly data: unknown;
}

/** JSON has no line breaks, so the data is one line. */
export function writeEvent({ name, id, data }: ServerSentEvent): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What a reader skips: it keeps the connection, and proxies on the way, awake. */
export function writeComment(text: string): string {
  return `: ${text}\n\n`;
}

/** How long a reader waits before it connects again. */
export function writeRetry(pauseMs: number): string {
  return `retry: ${pauseMs}\n\n`;
}

/** `Last-Event-ID`, the last of several, without white space; undefined where there is none. */
export function readLastEventId(header: string | readonly string[] | undefined): string | undefined {
  const text = [header ?? []].flat().at(-1)?.trim();
  return text === '' ? undefined : text;
}
