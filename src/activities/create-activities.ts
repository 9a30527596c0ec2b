import { announcementActivities } from './announce-event.js';
import { cancelActivities } from './send-cancel.js';
import type { Activities } from './contract.js';
import { dailyReconciliationActivities } from './daily-reconciliation.js';
import type { Dependencies } from './dependencies.js';
import { commandActivities } from './dispatch.js';
import { leaseActivities } from './leases.js';
import { quarantineActivities } from './quarantine.js';
import { queryActivities } from './query-status.js';
import { lateHintActivities } from './late-hint.js';
import { closingActivities, reconciliationActivities } from './reconciliation.js';
import { reversalActivities } from './reversal.js';
import { historyActivities } from './temporal-lookups.js';
import { leaseWatchActivities, queueActivities } from './terminal-queue.js';
import { undoActivities } from './undos.js';
import { deliveryActivities } from './webhook-deliveries.js';
import { endpointActivities } from './webhook-endpoints.js';

/** Builds all activities of the workflows from their dependencies. */
export function createActivities(deps: Dependencies): Activities {
  return {
    ...commandActivities(deps),
    ...cancelActivities(deps),
    ...queryActivities(deps),
    ...leaseActivities(deps),
    ...queueActivities(deps),
    ...leaseWatchActivities(deps),
    ...quarantineActivities(deps),
    ...undoActivities(deps),
    ...reversalActivities(deps),
    ...reconciliationActivities(deps),
    ...closingActivities(deps),
    ...dailyReconciliationActivities(deps),
    ...lateHintActivities(deps),
    ...historyActivities(deps),
    ...announcementActivities(deps),
    ...endpointActivities(deps),
    ...deliveryActivities(deps),
  };
}
