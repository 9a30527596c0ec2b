import { attentionTexts } from '../../domain/attention.js';
import { render } from '../../rendering/render-transaction.js';
import type { AttentionCase } from './attention-case.js';

/** @returns something that waits for a person, as the API shows it. */
export function renderCase(found: AttentionCase, nowMs: number) {
  const { net, subject, reason, since, evidence, acts } = found;
  const transaction = net ? render(net) : null;
  return {
    transaction,
    ...subject,
    reason,
    since,
    age: Math.max(0, Math.floor((nowMs - Date.parse(since)) / 1_000)),
    evidence: [...(transaction?.evidence ?? []), ...evidence],
    nextStep: found.nextStep ?? attentionTexts[reason].nextStep,
    acts,
  };
}

export type RenderedCase = ReturnType<typeof renderCase>;
