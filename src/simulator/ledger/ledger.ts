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
  recordDevice(entry: Unstamped<DeviceEntry>): void;
  recordCallback(entry: Unstamped<CallbackEntry>): void;
  raiseAlarm(entry: Unstamped<AlarmEntry>): void;
  read(filter: LedgerFilter): LedgerView;
  clear(): void;
}

// Beyond this the oldest entries go, so that a long benchmark does not fill the memory.
const maxEntries = 50_000;

/** An empty ledger that also sends `sink` every event. */
export function createLedger(sink: EventSink): Ledger {
  const entries = { requests: [], device: [], callbacks: [], alarms: [] } as MutableEntries;
  let seq = 0;
  const stamp = (): Stamp => ({ seq: (seq += 1), at: new Date().toISOString() });
  const append = <Entry extends Stamp>(list: Entry[], entry: Unstamped<Entry>): Entry => {
    const stamped = { ...stamp(), ...entry } as Entry;
    list.push(stamped);
    if (list.length > maxEntries) list.shift();
    return stamped;
  };
  return {
    openRequest: (entry) => append(entries.requests, entry),
    closeRequest: (entry, answer) => {
      Object.assign(entry, { answer, tookMs: Date.now() - Date.parse(entry.at) });
      sink('request', entry);
    },
    recordDevice: (entry) => sink('device', append(entries.device, entry)),
    recordCallback: (entry) => sink('callback', append(entries.callbacks, entry)),
    raiseAlarm: (entry) => sink('alarm', append(entries.alarms, entry)),
    read: (filter) => filterEntries(entries, filter),
    clear: () => Object.values(entries).forEach((page: unknown[]) => page.splice(0)),
  };
}

interface MutableEntries {
  readonly requests: RequestEntry[];
  readonly device: DeviceEntry[];
  readonly callbacks: CallbackEntry[];
  readonly alarms: AlarmEntry[];
}

function filterEntries(entries: MutableEntries, filter: LedgerFilter): LedgerView {
  const pick = <Entry extends { customId?: string; serialNumber?: string }>(
    list: readonly Entry[],
  ): Entry[] => {
    const wanted = list.filter(
      (entry) =>
        (filter.customId === undefined || entry.customId === filter.customId) &&
        (filter.serialNumber === undefined || isSameDevice(entry.serialNumber, filter.serialNumber)),
    );
    return filter.limit === undefined ? wanted : wanted.slice(Math.max(0, wanted.length - filter.limit));
  };
  return {
    requests: pick(entries.requests),
    device: pick(entries.device),
    callbacks: pick(entries.callbacks),
    alarms: pick(entries.alarms),
  };
}

// A request whose terminal was not found keeps the serial number as it was sent.
function isSameDevice(one: string | undefined, other: string): boolean {
  return one?.trim().toUpperCase() === other.trim().toUpperCase();
}
