import type { ConfiguredTerminal } from '../../config/merchants/merchants.js';
import { findCurrency } from '../../domain/money.js';
import { listCapabilities } from '../../getnet/countries/countries.js';
import type { LeaseMemo } from '../../workflows/terminal-lease.messages.js';
import type { LastOperation } from '../store/latest-operation.service.js';

/** What is known of a terminal at one moment. */
export interface TerminalNow {
  readonly terminal: ConfiguredTerminal;
  /** Undefined: nobody has it. */
  readonly lease: LeaseMemo | undefined;
  /** Others wait for it: it is not free for a newcomer. */
  readonly hasWaiters: boolean;
  /** It takes no new payment. */
  readonly isQuarantined: boolean;
  readonly lastOperation: LastOperation | undefined;
}

/** A terminal as the API shows it to its merchant; another merchant's transaction is never named. */
export function renderTerminal({ terminal, lease, hasWaiters, isQuarantined, lastOperation }: TerminalNow) {
  const { id, country, merchant, mode } = terminal;
  return {
    id,
    country,
    currency: findCurrency(country),
    state: lease === undefined && !hasWaiters ? ('free' as const) : ('busy' as const),
    holder: lease?.holder.merchant === merchant ? lease.holder.transactionId : null,
    since: lease?.since ?? null,
    busyUntil: lease?.until ?? null,
    quarantined: isQuarantined,
    mode,
    capabilities: listCapabilities(country),
    lastOperation: lastOperation ?? null,
  };
}

export type RenderedTerminal = ReturnType<typeof renderTerminal>;
