import type { ConfiguredMerchant, Credentials, Merchants } from './merchants.js';

/** Merchants that can be replaced as a whole while requests come in. */
export interface LiveMerchants {
  /** Always what was read last: a request that asks twice may see two versions, each whole. */
  readonly merchants: Merchants;
  replace(next: Merchants): void;
}

/** What a worker needs of a merchant to find out how its running transactions end. */
interface Former {
  readonly merchant: ConfiguredMerchant;
  readonly credentials: Credentials | undefined;
}

/**
 * A merchant that was taken out of the file starts nothing any more: its keys and terminals are unknown at once. What it
 * has started is driven to an answer: until the process ends, its credentials are kept for that.
 */
export function liveMerchants(first: Merchants): LiveMerchants {
  let current = first;
  const former = new Map<string, Former>();
  const merchants: Merchants = {
    findByApiKey: (presented) => current.findByApiKey(presented),
    findStopped: (presented) => current.findStopped(presented),
    terminalsOf: (id) => current.terminalsOf(id),
    terminal: (merchantId, terminalId) => current.terminal(merchantId, terminalId),
    all: () => current.all(),
    stopped: () => current.stopped(),
    merchant: (id) => current.merchant(id) ?? former.get(id)?.merchant,
    credentialsOf: (id) => current.credentialsOf(id) ?? former.get(id)?.credentials,
  };
  function replace(next: Merchants): void {
    for (const merchant of current.all())
      former.set(merchant.id, { merchant, credentials: current.credentialsOf(merchant.id) });
    current = next;
  }
  return { merchants, replace };
}
