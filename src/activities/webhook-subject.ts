import type { TransactionId } from '../domain/ids.js';
import { computeNetSale } from '../domain/net-sale.js';
import type { NetSale } from '../domain/net-sale.js';
import type { Snapshot } from '../domain/snapshot.js';
import { isSale } from '../domain/transaction-type.js';
import type { AnnouncedSubject } from '../domain/webhook-announcement.js';
import type { WebhookEvent } from '../domain/webhook-delivery.js';
import { findStatusEvent } from '../domain/webhook-events.js';
import type { WebhookEventType } from '../domain/webhook-events.js';
import { buildUndoneSale } from '../getnet/countries/sale-numbers.js';
import { render } from '../rendering/render-transaction.js';
import type { ShownTransaction } from '../rendering/render-transaction.js';
import type { Dependencies } from './dependencies.js';
import { readTransaction } from './void-obstacle.js';
import { readReportedUndos } from './undos.js';

type Shown = Pick<WebhookEvent, 'data' | 'transactionId'> & {
  /** Where only what is shown decides it. */
  readonly type?: WebhookEventType;
};

/** @returns what an event shows, as the API would show it now; undefined where there is nothing to tell. */
export async function showSubject(deps: Dependencies, subject: AnnouncedSubject): Promise<Shown | undefined> {
  switch (subject.kind) {
    case 'other':
      return { data: JSON.stringify(subject.shown) };
    case 'transaction':
      return toShown(await readOwnNetSale(deps, subject.snapshot));
    case 'late': {
      const net = await findNetSale(deps, subject.transactionId);
      return net && toShown({ ...net, late: subject.late });
    }
    case 'reversing': {
      const net = await findNetSale(deps, subject.transactionId);
      return net?.snapshot.status === 'reversing' ? toShown(net) : undefined;
    }
    case 'undo_ended': {
      const net = await findNetSale(deps, subject.transactionId);
      // Another undo of it is open, and tells of its own end.
      if (net === undefined || net.snapshot.status === 'reversing') return undefined;
      const type = findStatusEvent(net.snapshot.status);
      return type && { ...toShown(net), type };
    }
  }
}

function toShown(net: ShownTransaction): Shown {
  return { transactionId: net.snapshot.accepted.transactionId, data: JSON.stringify(render(net)) };
}

/** A run that tells of its state has not ended: only the service itself can have begun to undo its sale. */
async function readOwnNetSale(deps: Dependencies, snapshot: Snapshot): Promise<NetSale> {
  return snapshot.reversal ? readNetSale(deps, snapshot) : { snapshot, undos: [] };
}

async function findNetSale(deps: Dependencies, id: TransactionId): Promise<NetSale | undefined> {
  const snapshot = await readTransaction(deps, id);
  return snapshot && readNetSale(deps, snapshot);
}

/** By what its undos have reported: the run of one of them is waiting for this. */
async function readNetSale(deps: Dependencies, snapshot: Snapshot): Promise<NetSale> {
  const { status, accepted } = snapshot;
  if (status !== 'approved' || !isSale(accepted.type)) return { snapshot, undos: [] };
  const undos = await readReportedUndos(deps, buildUndoneSale(snapshot, deps.retentionMs));
  return computeNetSale(snapshot, undos);
}
