import type { Operation } from '../operations/operation.js';
import type { Alteration, PlannedReply } from '../scripts/script.js';

/** How a step bends the result; undefined for one that answers something else instead. */
export function findAlteration({ lie, reply }: PlannedReply, operation: Operation): Alteration | undefined {
  const named = reply === undefined ? undefined : alterations[reply]?.(operation);
  return named || lie ? { ...named, ...lie } : undefined;
}

const alterations: Readonly<Record<string, (operation: Operation) => Alteration>> = {
  wrong_id: ({ idPosTxs }) => ({ idPosTxs: Number(idPosTxs) + 500_000 }),
  wrong_custom_id: () => ({ customId: 'ORD-7777' }),
  other_amount: ({ order }) => ({ amount: order.amount * 10 }),
  other_function_code: ({ command }) => ({ functionCode: command.code === 102 ? 100 : 102 }),
  no_authorization_code: () => ({ authorizationCode: null }),
  empty_authorization_code: () => ({ authorizationCode: '' }),
  no_response_code: () => ({ responseCode: null }),
  no_names: () => ({ without: ['idPosTxs', 'customId'] }),
  approved_http_500: () => ({ outcome: 'approved' }),
};
