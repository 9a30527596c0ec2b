import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import type { LatestLease } from '../terminals/leases.service.js';
import type { StartRequest } from './start-request.js';

/** A terminal of the caller, and its latest lease. */
export interface TerminalLook {
  readonly terminal: ConfiguredTerminal;
  readonly lease: LatestLease | undefined;
}

/** An attempt to open, at a terminal whose latest lease has been looked at. */
export interface Opening extends TerminalLook {
  readonly request: StartRequest;
  readonly attempt: number;
  /** The transaction that had the terminal before the attempt before this one. */
  readonly previous?: string | undefined;
}
