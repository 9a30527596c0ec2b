import { exchange } from '../../test/e2e/support/http.js';
import type { Body } from '../../test/e2e/support/http.js';
import type { Shop } from '../../test/e2e/support/shops.js';
import { fetchHistories, readDeadlines, replayAll, saveHistories } from './histories.js';
import { findLeaks } from './leaks.js';
import { readAttention, readRows } from './read-model.js';
import { isClosed, waitForFinalAnswers, waitForLeases } from './settle.js';
import type { LastAnswer, TrackedTransaction } from './settle.js';
import { mapConcurrently } from '../map-concurrently.js';
import type { Nemesis } from '../nemesis.js';
import type { Case, Evidence } from '../oracle/evidence.js';
import type { CommandPlan } from '../plan/order-faults.js';
import type { Record as Told } from '../record.js';
import type { ShopOrder } from '../shop.js';
import type { Stopwatch } from '../stopwatch.js';
import { processNames } from '../plan/disturbances.js';
import { isNameless } from '../plan/orders.js';
import type { ChaosWorld } from '../world/world.js';
import type { NamedHistory } from '../../src/dev/replay/histories.js';
import { join } from 'node:path';

/** What has been going on in a run. */
export interface RunParts {
  readonly world: ChaosWorld;
  readonly orders: readonly ShopOrder[];
  readonly record: Told;
  readonly nemesis: Nemesis;
}

/** Evidence, and what a report needs besides. */
export interface Collected {
  readonly evidence: Evidence;
  readonly histories: readonly NamedHistory[];
  readonly keepHistories: () => Promise<void>;
}

/** All faults have stopped: waits until all has ended, and asks every witness. */
export async function collect(parts: RunParts, watch: Stopwatch): Promise<Collected> {
  const { world, orders, nemesis } = parts;
  const client = await world.connect();
  try {
    const planned = orders.flatMap(({ ids, merchant }) => ids.map((id) => ({ id, shop: merchant })));
    watch.begin('Waiting for the ends');
    // A lease that ends may start the search for what its holder left open.
    await waitForLeases(client);
    const first = await waitForFinalAnswers(world, planned);
    const byService = findUndosByService(planned, first);
    const undone = await waitForFinalAnswers(world, byService);
    const leases = await waitForLeases(client);
    // A sale follows its undo, and a late answer settles what was unknown.
    const open = planned.filter(({ id }) => !first.get(id)?.every(isClosed));
    const last = new Map([
      ...first,
      ...undone,
      ...(await waitForFinalAnswers(world, [...open, ...byService])),
    ]);
    watch.begin('Fetching histories');
    const looked = [...planned, ...byService].filter(({ id }) => last.has(id));
    const histories = await fetchHistories(client);
    watch.begin('Asking ledger and lists');
    const cases = await collectCases({ parts, looked, last, histories });
    const { alarms } = await world.judge.ledger();
    watch.begin('Replaying');
    const diverged = await replayAll(histories, world.dist);
    watch.begin('Looking for secrets');
    const leaks = findLeaks(world, histories);
    watch.begin('Judging');
    const evidence: Evidence = {
      cases,
      alarms,
      leases,
      forged: nemesis.forged,
      diverged,
      leaks,
      accidents: processNames.flatMap((name) => world.processes[name].accidents),
      isClockMoved: nemesis.done.some(({ disturbance }) => disturbance.kind === 'clock'),
    };
    return {
      evidence,
      histories,
      keepHistories: () => saveHistories(join(world.folder, 'histories'), histories),
    };
  } finally {
    await client.connection.close();
  }
}

/** Undos that the service started itself, of sales that nobody confirmed. */
function findUndosByService(
  planned: readonly TrackedTransaction[],
  last: ReadonlyMap<string, readonly (LastAnswer | undefined)[]>,
): readonly TrackedTransaction[] {
  const known = new Set(planned.map(({ id }) => id));
  return planned.flatMap(({ id, shop }) => {
    const undo = last.get(id)?.[0]?.body['undo'] as { readonly transactionId: string } | null | undefined;
    return undo && !known.has(undo.transactionId) ? [{ id: undo.transactionId, shop }] : [];
  });
}

interface CaseParts {
  readonly parts: RunParts;
  readonly looked: readonly TrackedTransaction[];
  readonly last: ReadonlyMap<string, readonly (LastAnswer | undefined)[]>;
  readonly histories: readonly NamedHistory[];
}

async function collectCases({ parts, looked, last, histories }: CaseParts): Promise<readonly Case[]> {
  const { world, orders, record } = parts;
  const ledger = await world.judge.ledger();
  const rows = await readRows(world, last);
  const attention = await readAttention(world);
  const deadlines = new Map(histories.map((one) => [one.workflowId, readDeadlines(one)]));
  const commandPlans = new Map<string, CommandPlan>(
    orders.flatMap(({ id, undoId, planned }) => [
      [id, planned.commandPlan] as const,
      ...(undoId !== undefined && planned.undo ? [[undoId, planned.undo.commandPlan] as const] : []),
    ]),
  );
  const nameless = new Set(orders.flatMap(({ ids, planned }) => (isNameless(planned) ? ids : [])));
  return mapConcurrently(looked, 8, async ({ id, shop }, at): Promise<Case> => {
    const isOurs = ({ customId }: { readonly customId?: string }) =>
      customId === id || customId?.startsWith(`${id}-`) === true;
    const commandPlan = commandPlans.get(id);
    const isOfMoney = (path: string) => /(^|\/)(sale|salepromo|refund|return)$/i.test(path);
    const callbacks = ledger.callbacks.filter(isOurs);
    return {
      id,
      isUndo: !orders.some((order) => order.id === id),
      responses: record.responses.filter((response) => response.id === id),
      last: last.get(id) ?? [],
      truth: await world.judge.truth(id),
      sent: world.wires.commands.filter(isOurs),
      received: ledger.requests
        .filter((request) => isOurs(request) && isOfMoney(request.path))
        .map(({ customId = '', at: when, executed = false, answer }) => ({
          customId,
          at: when,
          executed,
          status: answer?.status,
        })),
      approvedAt: (ledger.device.filter(isOurs) as readonly { what: string; at?: string }[]).find(
        ({ what }) => what === 'approved',
      )?.at,
      isTruthTold:
        callbacks.some(({ status }) => status === 200) &&
        commandPlan?.script?.callback?.lie === undefined &&
        commandPlan?.script?.callback?.body === undefined,
      mayNeedPerson: commandPlan?.mayNeedPerson === true || nameless.has(id),
      isRefusedButRuns: commandPlan?.isRefusedButRuns ?? false,
      dispatchBy: deadlines.get(`transaction/${id}`) ?? {},
      row: rows.get(id),
      isInAttentionList: attention.has(id),
      strangerHttp: at % 5 === 0 ? await askAsStranger(world, id, shop) : undefined,
    };
  });
}

async function askAsStranger(
  { shops, apis }: ChaosWorld,
  id: string,
  { id: owner }: Shop,
): Promise<number | undefined> {
  const stranger = shops.find((shop) => shop.id !== owner);
  const headers = { authorization: `Bearer ${stranger?.apiKey}` };
  const answer = await exchange(`${apis[1]}/v1/transactions/${id}`, { headers }).catch(
    () => undefined as { status: number; body: Body } | undefined,
  );
  return answer?.status;
}
