import { quantile, roundFigure } from '../measure/statistics.js';
import { timeSale } from './stack.js';
import type { LedgerStack } from './stack.js';

/** From the answer *approved* until a list shows the sale so, one sale at a time. */
export async function measureLag(stack: LedgerStack, sales: number) {
  const lags: number[] = [];
  for (let n = 0; n < sales; n += 1) {
    const { id, terminalId, answeredAt } = await timeSale(stack);
    while (!(await isListed(stack, terminalId, id)));
    lags.push(performance.now() - answeredAt);
  }
  return {
    sales,
    p50Ms: roundFigure(quantile(lags, 0.5)),
    p99Ms: roundFigure(quantile(lags, 0.99)),
    longestMs: roundFigure(Math.max(...lags)),
  };
}

async function isListed(stack: LedgerStack, terminalId: string, id: string): Promise<boolean> {
  const { body } = await stack.list(`?terminalId=${terminalId}&limit=1&status=approved`);
  const { items = [] } = body as { readonly items?: readonly { readonly id: string }[] };
  return items[0]?.id === id;
}
