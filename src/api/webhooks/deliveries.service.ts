import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Caller, Merchants } from '../../config/merchants/merchants.js';
import { WEBHOOK_TEST_TYPE } from '../../domain/webhook-events.js';
import { notFoundProblem } from '../problems/problem.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { WebhookRuns } from '../store/webhook-runs.service.js';
import type { FoundDelivery } from '../store/webhook-runs.service.js';
import { parseDeliveryId } from './delivery-id.js';
import { writeDeliveryCursor } from './delivery-page.js';
import type { DeliveryPageRequest } from './delivery-page.js';
import type { ShownDelivery } from './render-delivery.js';

/** One page of deliveries. */
export interface DeliveryPage {
  readonly items: readonly FoundDelivery[];
  readonly nextCursor: string | null;
}

/** Lists what a merchant's endpoints are sent, and has it sent again. It reads by ids alone: no index is behind. */
@Injectable()
export class Deliveries {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly runs: WebhookRuns,
  ) {}

  /** The newest first, over all endpoints. @throws Problem `orchestrator-unavailable` */
  async list({ merchant }: Caller, { limit, from }: DeliveryPageRequest): Promise<DeliveryPage> {
    const ends = await Promise.all(
      this.listEndpoints(merchant).map(async (endpoint) => {
        const next = from?.[endpoint] ?? (from ? 0 : await this.findLast(merchant, endpoint));
        return [endpoint, next] as const;
      }),
    );
    const read = await Promise.all(
      ends.map(([endpoint, next]) => this.readDown({ merchant, endpoint, next }, limit)),
    );
    const items = mergeNewest(read).slice(0, limit);
    const left = Object.fromEntries(
      ends.map(([endpoint, next]) => [endpoint, findNext(items, endpoint) ?? next] as const),
    );
    const isMore = read.flat().length > items.length || read.some((some) => some.length === limit);
    return { items, nextCursor: isMore && items.length > 0 ? writeDeliveryCursor(left) : null };
  }

  /** @param id as it came with the address. @throws Problem `not-found`, `orchestrator-unavailable` */
  async redeliver({ merchant }: Caller, id: string): Promise<ShownDelivery> {
    const key = parseDeliveryId(id);
    const found = key && (await this.runs.findDelivery({ merchant, ...key }));
    if (found === undefined)
      throw notFoundProblem(
        'No delivery of this merchant has this id, or it is older than this service remembers.',
      );
    await this.runs.redeliver(found);
    return { ...found, memo: { ...found.memo, state: 'pending' } };
  }

  /** Sends a test to every endpoint. @throws Problem `orchestrator-unavailable` */
  async test({ merchant, keyId }: Caller): Promise<readonly ShownDelivery[]> {
    const at = new Date().toISOString();
    const data = JSON.stringify({ merchant, requestedBy: keyId });
    const event = { type: WEBHOOK_TEST_TYPE, key: `test_${randomUUID()}`, at, data } as const;
    return Promise.all(
      this.listEndpoints(merchant).map(async (endpoint) => {
        const sequence = await this.runs.announce({ merchant, endpoint }, event);
        return { endpoint, sequence, memo: { type: event.type, state: 'pending' as const, tries: [] } };
      }),
    );
  }

  private listEndpoints(merchant: string): readonly string[] {
    return (this.merchants.findMerchant(merchant)?.webhooks ?? []).map(({ id }) => id);
  }

  /** What an endpoint shows is a moment behind the deliveries that it has just opened. */
  private async findLast(merchant: string, endpoint: string): Promise<number> {
    let last = (await this.runs.readEndpoint({ merchant, endpoint }))?.last ?? 0;
    while (await this.runs.findDelivery({ merchant, endpoint, sequence: last + 1 })) last += 1;
    return last;
  }

  /** So many at a time, down to the oldest that is remembered. */
  private async readDown(
    { merchant, endpoint, next }: { merchant: string; endpoint: string; next: number },
    limit: number,
  ): Promise<readonly FoundDelivery[]> {
    const found: FoundDelivery[] = [];
    for (let top = next; top > 0 && found.length < limit; top -= AT_A_TIME) {
      const numbers = Array.from({ length: Math.min(AT_A_TIME, top) }, (_, below) => top - below);
      const some = await Promise.all(
        numbers.map((sequence) => this.runs.findDelivery({ merchant, endpoint, sequence })),
      );
      const known = some.filter((one) => one !== undefined);
      found.push(...known);
      if (known.length === 0) break;
    }
    return found.slice(0, limit);
  }
}

const AT_A_TIME = 20;

/** The order of each endpoint stays as it is: whose latest happened last comes first. */
function mergeNewest(lists: readonly (readonly FoundDelivery[])[]): readonly FoundDelivery[] {
  const left = lists.map((list) => [...list]);
  const merged: FoundDelivery[] = [];
  for (;;) {
    const heads = left.flatMap((list) => (list[0] ? [{ list, at: list[0].memo.at }] : []));
    const [newest] = heads.toSorted((one, other) => other.at.localeCompare(one.at));
    const item = newest?.list.shift();
    if (item === undefined) return merged;
    merged.push(item);
  }
}

/** The number below the last one of an endpoint on the page. */
function findNext(items: readonly FoundDelivery[], endpoint: string): number | undefined {
  const last = items.findLast((item) => item.endpoint === endpoint);
  return last && last.sequence - 1;
}
