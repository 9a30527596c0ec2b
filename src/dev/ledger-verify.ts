import { parseArgs } from 'node:util';
import { resolveDatabaseUrl } from '../config/derived.js';
import { LedgerDatabase } from '../ledger/database/ledger-database.js';
import { verifyLedger } from '../ledger/verify.js';
import type { Anchor } from '../ledger/verify.js';
import { ledgerSettings } from './ledger-settings.js';
import { runMain } from './run-main.js';
import { readSettings } from './settings.js';
import { loadEnvFile } from '../config/load-env-file.js';

const WHY_OPEN = 'its key tries again, its outcome is in doubt, or it is being undone.';

await runMain(async () => {
  const { values } = parseArgs({ options: { anchor: { type: 'string', multiple: true, default: [] } } });
  loadEnvFile();
  const url = resolveDatabaseUrl(readSettings(ledgerSettings, process.env));
  if (url === undefined) throw new Error('DATABASE_URL is required: there is no ledger to verify.');
  const database = new LedgerDatabase({ url, name: 'verify', maxConnections: 1, statementTimeoutMs: 0 });
  const snapshot = await database.openSnapshot();
  const { entries, anchors, faults, reopened } = await verifyLedger(snapshot, values.anchor.map(readAnchor));
  snapshot.close();
  for (const fault of faults) console.error(fault);
  for (const id of reopened)
    console.log(`${id} was settled and is open again, which is no fault: ${WHY_OPEN}`);
  console.log(
    `${entries} entries of ${anchors.length} merchants, ${faults.length} faults. Keep these anchors elsewhere:`,
  );
  for (const { merchant, n, hash } of anchors) console.log(`  --anchor ${merchant}:${n}:${hash}`);
  return faults.length === 0 ? 0 : 1;
});

/** @throws Error */
function readAnchor(text: string): Anchor {
  const [, merchant, n, hash] = /^(.+):(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (merchant === undefined || n === undefined || hash === undefined)
    throw new Error(`--anchor ${text} is none: it is merchant:number:hash, as this command prints it.`);
  return { merchant, n: Number(n), hash };
}
