/** An event as its reader has it. */
export interface ReadEvent<Data = unknown> {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: Data;
}

/** Takes a stream of server-sent events apart; what is not complete yet waits for the rest. */
export class EventParser<Data = unknown> {
  private rest = '';
  readonly events: ReadEvent<Data>[] = [];
  readonly comments: string[] = [];
  retryMs: number | undefined;

  /** @returns the events that the text completes. */
  take(text: string): readonly ReadEvent<Data>[] {
    const blocks = `${this.rest}${text}`.split('\n\n');
    this.rest = blocks.pop() ?? '';
    const complete = blocks.flatMap((block) => this.read(block));
    this.events.push(...complete);
    return complete;
  }

  private read(block: string): readonly ReadEvent<Data>[] {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (name === '') this.comments.push(value);
      else if (name === 'retry') this.retryMs = Number(value);
      else fields.set(name, value);
    }
    const data = fields.get('data');
    if (data === undefined) return [];
    return [{ name: fields.get('event') ?? 'message', id: fields.get('id'), data: JSON.parse(data) as Data }];
  }
}

/** How a stream is read. */
export interface ReadOptions {
  readonly key: string;
  readonly lastEventId?: string | undefined;
}

/** A stream that is being read. */
export interface OpenStream<Data> extends EventParser<Data> {
  readonly status: number;
  readonly headers: Headers;
  /** Waits until so many events have come, or the stream has ended. */
  until(count: number): Promise<readonly ReadEvent<Data>[]>;
  /** Waits until the stream has ended by itself. */
  readonly ended: Promise<readonly ReadEvent<Data>[]>;
  /** Hangs up. */
  cut(): void;
}

/** Opens a stream; resolves once its headers have come. */
export async function openStream<Data = unknown>(
  url: string,
  { key, lastEventId }: ReadOptions,
): Promise<OpenStream<Data>> {
  const hangUp = new AbortController();
  const reply = await fetch(url, {
    signal: hangUp.signal,
    headers: {
      authorization: `Bearer ${key}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  const parser = new EventParser<Data>();
  const waiting = new Set<() => void>();
  let isOver = false;
  const wake = () => [...waiting].forEach((check) => check());
  const read = async () => {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of reply.body ?? []) {
        parser.take(decoder.decode(bytes as Uint8Array, { stream: true }));
        wake();
      }
    } finally {
      isOver = true;
      wake();
    }
    return parser.events;
  };
  const ended = read();
  ended.catch(() => undefined);
  return Object.assign(parser, {
    status: reply.status,
    headers: reply.headers,
    ended,
    cut: () => hangUp.abort(),
    until: (count: number) =>
      new Promise<readonly ReadEvent<Data>[]>((resolve) => {
        const check = () => {
          if (parser.events.length < count && !isOver) return;
          waiting.delete(check);
          resolve(parser.events);
        };
        waiting.add(check);
        check();
      }),
  });
}
