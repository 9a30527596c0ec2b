import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { LoadedDataConverter, Payload } from '@temporalio/common';
import { getField, getText } from './history.js';
import type { Fields, HistoryEvent, RunHistory } from './history.js';

/** A history, and what could not be read of it. */
export interface ReadHistory {
  readonly run: RunHistory;
  /** Its payloads had been decoded before it was saved, as Temporal's UI offers. */
  readonly isDecoded: boolean;
  /** Payloads that our data converter cannot read. */
  readonly unreadable: number;
}

const ATTRIBUTES = /^([a-z]\w*)EventAttributes$/;

/**
 * Reads a history in the JSON of Temporal's API, which the command line, the UI and `historyToJSON` write. Payloads may be
 * encoded or decoded.
 *
 * @throws Error where it does not begin with the start of a workflow.
 */
export async function readHistory(json: unknown, converter: LoadedDataConverter): Promise<ReadHistory> {
  const reader = new PayloadReader(converter);
  const listed = getField(json, 'events') ?? json;
  const events: HistoryEvent[] = [];
  for (const event of Array.isArray(listed) ? listed : []) events.push(await readEvent(event, reader));
  const [first] = events;
  if (first?.type !== 'WorkflowExecutionStarted')
    throw new Error('its first event is not the start of a workflow');
  const run = {
    workflowId: getText(first.fields, 'workflowId') ?? '',
    runId: findRunId(events),
    workflowType: getText(first.fields, 'workflowType', 'name') ?? '',
    events,
  };
  return { run, isDecoded: reader.isDecoded, unreadable: reader.unreadable };
}

/** A reset run begins with the events of the run before it; only the reset itself names the new run. */
function findRunId(events: readonly HistoryEvent[]): string {
  const resets = events.filter(({ type }) => type === 'WorkflowTaskFailed');
  const newRunId = resets.map(({ fields }) => getText(fields, 'newRunId')).findLast(Boolean);
  return newRunId ?? getText(events[0]?.fields, 'originalExecutionRunId') ?? '';
}

async function readEvent(event: unknown, reader: PayloadReader): Promise<HistoryEvent> {
  const fields = (typeof event === 'object' && event !== null ? event : {}) as Fields;
  const [name, attributes] = Object.entries(fields).find(([key]) => ATTRIBUTES.test(key)) ?? [];
  const time = Date.parse(getText(fields, 'eventTime') ?? '');
  const [, type = ''] = ATTRIBUTES.exec(name ?? '') ?? [];
  return {
    id: Number(fields['eventId'] ?? 0),
    at: new Date(Number.isNaN(time) ? 0 : time).toISOString(),
    type: type === '' ? 'Unknown' : type.charAt(0).toUpperCase() + type.slice(1),
    fields: (await reader.read(attributes ?? {})) as Fields,
  };
}

/** Replaces every payload of an event by its value. */
class PayloadReader {
  isDecoded = false;
  unreadable = 0;

  constructor(private readonly converter: LoadedDataConverter) {}

  async read(value: unknown): Promise<unknown> {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return Promise.all(value.map((inner) => this.read(inner)));
    const { payloads } = value as Fields;
    if (Array.isArray(payloads)) return Promise.all(payloads.map((payload) => this.readPayload(payload)));
    if (isPayload(value)) return this.readPayload(value);
    const read = Object.entries(value).map(async ([name, inner]) => [name, await this.read(inner)] as const);
    return Object.fromEntries(await Promise.all(read));
  }

  private async readPayload(payload: unknown): Promise<unknown> {
    if (!isPayload(payload)) {
      this.isDecoded = true;
      return payload;
    }
    if (isDecodedPayload(payload)) {
      this.isDecoded = true;
      return payload.data;
    }
    try {
      return await decodeFromPayloadsAtIndex<unknown>(this.converter, 0, [toProto(payload)]);
    } catch {
      this.unreadable += 1;
      return undefined;
    }
  }
}

interface JsonPayload {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
}

function isPayload(value: unknown): value is JsonPayload {
  return typeof getField(value, 'metadata', 'encoding') === 'string';
}

/** Temporal's UI keeps the frame of a payload and puts the value in. */
function isDecodedPayload({ metadata, data }: JsonPayload): boolean {
  const isReadable = metadata['encodingDecoded'] !== undefined || String(metadata['encoding']).includes('/');
  return isReadable || (data !== undefined && typeof data !== 'string');
}

function toProto({ metadata, data }: JsonPayload): Payload {
  const bytes = Object.entries(metadata).map(([name, text]) => [name, fromBase64(String(text))] as const);
  return {
    metadata: Object.fromEntries(bytes),
    ...(typeof data === 'string' && { data: fromBase64(data) }),
  };
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
