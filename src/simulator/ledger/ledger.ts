import type { AlarmEntry, CallbackEntry, DeviceEntry, RequestEntry, Stamp } from './entries.js';

/** Takes one event for the log. */
export type EventSink = (event: string, fields: object) => void;

/** Narrows a view; every field given must be equal. */
export interface LedgerFilter {
  readonly customId?: string;
  readonly serialNumber?: string;
  /** At most so many entries of each kind, the latest. */
  readonly limit?: number;
}

/** Entries, oldest first. */
export interface LedgerView {
  readonly requests: readonly RequestEntry[];
  readonly device: readonly DeviceEntry[];
  readonly callbacks: readonly CallbackEntry[];
  readonly alarms: readonly AlarmEntry[];
}

type Unstamped<Entry> = Omit<Entry, keyof Stamp>;

/** Everything that happened, in memory. */
export interface Ledger {
  /** Enters a request at its arrival; the caller completes the entry and then closes it. */
  openRequest(entry: Unstamped<RequestEntry>): RequestEntry;
  /** Notes the answer of a request, or how its connection ended. */
  closeRequest(entry: RequestEntry, answer: NonNullable<RequestEntry['answer']>): void;
  device(entry: Unstamped<DeviceEntry>): void;
  callback(entry: Unstamped<CallbackEntry>): void;
  alarm(entry: Unstamped<AlarmEntry>): void;
  view(filter: LedgerFilter): LedgerView;
  clear(): void;
}

// Beyond this the oldest entries go, so that a long benchmark does not fill the memory.
const mostEntries = 50_000;

/** An empty ledger that also tells `sink` of every event. */
export function createLedger(sink: EventSink): Ledger {
  const book = { requests: [], device: [], callbacks: [], alarms: [] } as MutableBook;
  let seq = 0;
  const stamp = (): Stamp => ({ seq: (seq += 1), at: new Date().toISOString() });
  const enter = <Entry extends Stamp>(page: Entry[], entry: Unstamped<Entry>): Entry => {
    const stamped = { ...stamp(), ...entry } as Entry;
    page.push(stamped);
    if (page.length > mostEntries) page.shift();
    return stamped;
  };
  return {
    openRequest: (entry) => enter(book.requests, entry),
    closeRequest: (entry, answer) => {
      Object.assign(entry, { answer, tookMs: Date.now() - Date.parse(entry.at) });
      sink('request', entry);
    },
    device: (entry) => sink('device', enter(book.device, entry)),
    callback: (entry) => sink('callback', enter(book.callbacks, entry)),
    alarm: (entry) => sink('alarm', enter(book.alarms, entry)),
    view: (filter) => viewOf(book, filter),
    clear: () => Object.values(book).forEach((page: unknown[]) => page.splice(0)),
  };
}

interface MutableBook {
  readonly requests: RequestEntry[];
  readonly device: DeviceEntry[];
  readonly callbacks: CallbackEntry[];
  readonly alarms: AlarmEntry[];
}

function viewOf(book: MutableBook, filter: LedgerFilter): LedgerView {
  const pick = <Entry extends { customId?: string; serialNumber?: string }>(
    page: readonly Entry[],
  ): Entry[] => {
    const wanted = page.filter(
      (entry) =>
        (filter.customId === undefined || entry.customId === filter.customId) &&
        (filter.serialNumber === undefined || sameDevice(entry.serialNumber, filter.serialNumber)),
    );
    return filter.limit === undefined ? wanted : wanted.slice(Math.max(0, wanted.length - filter.limit));
  };
  return {
    requests: pick(book.requests),
    device: pick(book.device),
    callbacks: pick(book.callbacks),
    alarms: pick(book.alarms),
  };
}

// A request whose terminal was not found keeps the serial number as it was sent.
function sameDevice(one: string | undefined, other: string): boolean {
  return one?.trim().toUpperCase() === other.trim().toUpperCase();
}
