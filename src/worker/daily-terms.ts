import type { DailySetting } from '../activities/dependencies.js';
import { buildPolicy } from '../config/derived.js';
import { findReportAbilities } from '../getnet/countries/countries.js';
import type { WorkerSettings } from './worker-settings.js';

/** What a terminal is closed by when its day ends, as far as the merchants file of this worker knows it now. */
export function findDailyTerms(
  { merchants, environment }: Pick<WorkerSettings, 'merchants' | 'environment'>,
  merchant: string,
  terminalId: string,
): DailySetting {
  const policies = merchants.findMerchant(merchant)?.policies;
  if (policies === undefined) return 'not_known';
  if (policies.closeAt === undefined) return 'not_wanted';
  const terminal = merchants.findTerminal(merchant, terminalId);
  if (terminal === undefined) return 'not_wanted';
  const { id, country, idTerminal, idSucursal, serialNumber } = terminal;
  const policy = buildPolicy(environment, findReportAbilities(terminal));
  return { terminal: { id, country, idTerminal, idSucursal, serialNumber }, policy };
}
