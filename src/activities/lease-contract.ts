import type { TransactionId } from '../domain/ids.js';
import type { Holder } from '../domain/snapshot.js';
import type { Device } from '../domain/terminal.js';
import type { DurationMs, EpochMs } from '../domain/time.js';
import type { LeaseHolder } from '../workflows/terminal-lease.messages.js';
import type { RunIdentity, Timed } from './run-contract.js';

/** What `acquireLease` is asked. */
export interface LeaseClaim {
  readonly device: Device;
  readonly holder: LeaseHolder;
  readonly run: RunIdentity;
  /** After this the terminal is not acquired. */
  readonly dispatchBy: EpochMs;
  /** From then on no command of the holder can still be live. */
  readonly until: EpochMs;
  /** The lease is never longer, counted from its start: a worker whose clock is behind would hold the terminal until `until` by that clock. */
  readonly maxLengthMs: number;
  /** The terminal is asked about a command, not given one. */
  readonly isForQuery?: boolean;
  /** The queue of the terminal called this holder: `dispatchBy` and `until` are counted from the grant. */
  readonly turn?: Turn;
  /** The line operators see in the list. */
  readonly summary: string;
}

/** What a waiter may take when the queue calls it. */
export interface Turn {
  /** From then on it does not take the terminal. */
  readonly grantBy: EpochMs;
  /** From the grant: later the command is never sent. */
  readonly dispatchWithin: DurationMs;
}

/** One run of `terminalLease`, ours alone. */
export interface Lease {
  readonly workflowId: string;
  readonly runId: string;
  /** The run that took it: a reset of that run gives it back in its name. */
  readonly takenBy: string;
  /** It ends by itself then. */
  readonly until: EpochMs;
}

export type LeaseGrant = Timed &
  /** With who had the terminal before. */
  (
    | { readonly kind: 'acquired'; readonly lease: Lease; readonly previous?: TransactionId | undefined }
    /** Without a holder: nobody has the terminal at this moment, and others wait for it. */
    | { readonly kind: 'held'; readonly holder?: Holder }
    /** The terminal takes no new payment. `detail` is a clause. */
    | { readonly kind: 'quarantined'; readonly detail: string }
    | { readonly kind: 'expired' }
    /** This run repeats an earlier one (reset, or started again by hand): it does not get the terminal. */
    | { readonly kind: 'reset' }
  );

/** What `releaseLease` is asked. */
export interface ReleaseOrder {
  readonly lease: Lease;
  readonly holder: LeaseHolder;
  /** In words: what proved that the terminal is done with our command. */
  readonly proof: string;
}

/** `lost`: the lease had been ended by somebody else, which is counted and reported. */
export type LeaseRelease = 'released' | 'healed' | 'lost';

/** The state of the holder of a lease that nobody released. `lost`: its run ended without an outcome. */
export type HolderState = 'running' | 'ended' | 'lost' | 'gone' | 'not_known';

/** Idempotent and short: local activities. */
export interface LeaseActivities {
  acquireLease(claim: LeaseClaim): Promise<LeaseGrant>;
  releaseLease(give: ReleaseOrder): Promise<LeaseRelease>;
  /** Whether the run that asks repeats an earlier one: a reset may start after the terminal was acquired. */
  isRepeat(claim: LeaseClaim): Promise<boolean>;
}
