/** What every entry of the ledger has: its place in the order of events, and its time (ISO 8601). */
export interface Stamp {
  readonly seq: number;
  readonly at: string;
}

/** A request that was received. Carries no token, secret or callback address. */
export interface RequestEntry extends Stamp {
  readonly method: string;
  readonly path: string;
  clientId?: string;
  customId?: string;
  idPosTxs?: string;
  idTerminal?: string;
  serialNumber?: string;
  amount?: number;
  mode?: 'sync' | 'async';
  /** Whether the command reached the terminal; only on commands. */
  executed?: boolean;
  /** Whose operation kept the terminal busy: a `customId`, an `idPosTxs`, or `elsewhere`. */
  busyWith?: string;
  /** Why it was not simply carried out, for whoever reads the ledger. */
  note?: string;
  /** What was answered: an HTTP status with a summary, or how the connection ended. */
  answer?: { readonly status?: number; readonly summary: string };
  tookMs?: number;
}

/** What happened on a terminal. */
export interface DeviceEntry extends Stamp {
  readonly what:
    'started' | 'extra_wait' | 'approved' | 'declined' | 'cancelled' | 'timed_out' | 'lifecycle_over';
  readonly serialNumber: string;
  readonly country: string;
  readonly command: string;
  readonly mode: 'sync' | 'async';
  readonly idPosTxs: string;
  readonly customId?: string;
  readonly amount: number;
}

/** A callback that was tried: the HTTP status answered, or the error code of the connection. */
export interface CallbackEntry extends Stamp {
  readonly serialNumber: string;
  readonly idPosTxs: string;
  readonly customId?: string;
  readonly attempt: number;
  readonly status?: number;
  readonly error?: string;
}

/** Something that must never happen on a terminal did. */
export interface AlarmEntry extends Stamp {
  readonly kind: 'overlap' | 'second_execution' | 'second_attempt_executed' | 'over_refunded';
  readonly serialNumber: string;
  readonly idPosTxs: string;
  readonly customId?: string;
  readonly text: string;
}
