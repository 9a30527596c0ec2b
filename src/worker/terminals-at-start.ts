import type { ConfiguredMerchant } from '../config/merchants/merchants.js';
import type { GetnetClient } from '../getnet/client.js';
import { checkTerminals, describeDifference } from '../getnet/terminal-check.js';
import type { TerminalCheck } from '../getnet/terminal-check.js';
import type { WorkerSettings } from './worker-settings.js';

/** After this many failures in a row, the other merchants of the country are skipped. */
const MAX_FAILURES = 3;

/**
 * Compares every merchant's terminals with Getnet's list and logs each difference, so that a wrong one is found before its
 * first sale. In the background, one merchant after the other; nothing waits for it and nothing fails with it.
 *
 * @returns a function that stops the check after the current merchant.
 */
export function checkTerminalsInBackground(
  getnet: Pick<GetnetClient, 'terminals'>,
  settings: Pick<WorkerSettings, 'environment' | 'merchants' | 'log'>,
): () => void {
  const { environment, merchants, log } = settings;
  let isStopped = false;
  const checkAll = async () => {
    const failuresByCountry = new Map<ConfiguredMerchant['country'], number>();
    for (const merchant of merchants.listUsable()) {
      const failures = failuresByCountry.get(merchant.country) ?? 0;
      if (isStopped) return;
      if (failures >= MAX_FAILURES) continue;
      const check = await checkTerminals(getnet, merchant, environment.GETNET_TIMEOUT);
      failuresByCountry.set(merchant.country, countFailures(check, failures));
      logCheck(check, merchant, log);
    }
  };
  if (environment.GETNET_CHECK_TERMINALS === 'at_start')
    checkAll().catch((failure: unknown) =>
      log.warn({ failure: String(failure) }, 'the terminals could not be compared with Getnet’s list'),
    );
  return () => (isStopped = true);
}

function countFailures(check: TerminalCheck, before: number): number {
  if (check.kind === 'compared') return 0;
  return check.kind === 'not_offered' ? MAX_FAILURES : before + 1;
}

function logCheck(
  check: TerminalCheck,
  { id, country, terminals }: ConfiguredMerchant,
  log: WorkerSettings['log'],
): void {
  const subject = { merchant: id, country };
  if (check.kind !== 'compared')
    return log.info(
      { ...subject, ...check },
      'Getnet’s list of terminals could not be had; nothing was compared',
    );
  for (const difference of check.differences)
    log.warn({ ...subject, terminal: difference.terminal.id }, describeDifference(difference));
  if (check.differences.length === 0)
    log.info({ ...subject, terminals: terminals.length }, 'Getnet lists all terminals of the merchant');
}
