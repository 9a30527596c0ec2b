import { attentionTexts } from '../../domain/attention.js';
import { render } from '../../rendering/render-transaction.js';
import type { AttentionCase } from './case-reader.service.js';

/** @returns something that waits for a person, as the API shows it. */
export function renderCase({ net, reason, since, acts }: AttentionCase, nowMs: number) {
  const transaction = render(net);
  const { late } = net;
  const news = late && {
    at: late.at,
    source: 'late_result',
    says: `money moved: ${late.moneyMoved}`,
    times: 1,
    lastAt: late.at,
  };
  return {
    transaction,
    terminalId: transaction.terminalId,
    reason,
    since,
    age: Math.max(0, Math.floor((nowMs - Date.parse(since)) / 1_000)),
    evidence: [...transaction.evidence, ...(news ? [news] : [])],
    nextStep: attentionTexts[reason].nextStep,
    acts,
  };
}

export type RenderedCase = ReturnType<typeof renderCase>;
