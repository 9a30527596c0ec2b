import { Inject, Injectable } from '@nestjs/common';
import type { Merchants } from '../../config/merchants/merchants.js';
import { MERCHANTS } from '../settings/settings.module.js';
import { WebhookRuns } from '../store/webhook-runs.service.js';
import type { EndpointMemo } from '../../workflows/webhook-endpoint.messages.js';
import { buildDeliveryId } from '../webhooks/delivery-id.js';
import type { AttentionCase, CaseEvidence } from './attention-case.js';
import type { Candidate } from './attention-page.js';

/** Finds the endpoints that were not told something, or that want no more: each is one case, however much it is. */
@Injectable()
export class WebhookCases {
  constructor(
    @Inject(MERCHANTS) private readonly merchants: Merchants,
    private readonly runs: WebhookRuns,
  ) {}

  /** One call for each endpoint, and no index. @throws Problem `orchestrator-unavailable` */
  async find(merchant: string): Promise<readonly Candidate<AttentionCase>[]> {
    const endpoints = this.merchants.findMerchant(merchant)?.webhooks ?? [];
    const found = await Promise.all(
      endpoints.map(async ({ id: endpoint }) => {
        const memo = await this.runs.readEndpoint({ merchant, endpoint });
        return memo ? [{ endpoint, memo }] : [];
      }),
    );
    return found.flat().flatMap(({ endpoint, memo }) => toCandidate(endpoint, memo));
  }
}

function toCandidate(endpoint: string, memo: EndpointMemo): readonly Candidate<AttentionCase>[] {
  const evidence = listEvidence(endpoint, memo);
  const since = evidence.map(({ at }) => at).toSorted()[0];
  if (since === undefined) return [];
  const found: AttentionCase = {
    net: undefined,
    subject: { endpoint },
    reason: 'webhook_dead',
    since,
    evidence,
    acts: [{ act: 'redeliver', allowed: true, why: null }],
  };
  return [{ startedAtMs: Date.parse(since), key: `webhook/${endpoint}`, read: () => Promise.resolve(found) }];
}

function listEvidence(endpoint: string, memo: EndpointMemo) {
  const { failed = [], failedCount, failedSince, goneSince, watermark } = memo;
  const evidence: CaseEvidence[] = [];
  const add = (at: string, says: string) =>
    evidence.push({ at, source: 'webhook', says, times: 1, lastAt: at });
  const more = failedCount > failed.length ? ', …' : '';
  const ids = failed.map((sequence) => buildDeliveryId({ endpoint, sequence }));
  const waiting = buildDeliveryId({ endpoint, sequence: watermark });
  if (failedSince)
    add(failedSince, `${failedCount} not delivered after the last try: ${ids.join(', ')}${more}`);
  if (goneSince)
    add(
      goneSince,
      `the receiver answered 410: what comes since waits until it takes a redelivery, such as of ${waiting}`,
    );
  return evidence;
}
