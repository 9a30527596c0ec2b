import { attentionListSchema } from '../../../src/api/operator/operator.schema.js';
import type { RenderedCase } from '../../../src/api/operator/render-case.js';
import { reconciliationSchema } from '../../../src/api/reconciliations/reconciliation.schema.js';
import type {
  RenderedLine,
  RenderedReconciliation,
} from '../../../src/api/reconciliations/render-reconciliation.js';
import type { Report } from '../../../src/domain/verdict.js';
import { until } from '../../support/until.js';
import type { ApiWorld } from './api-world.js';
import { buildSaleBody } from './running-api.js';
import { keys } from './shop.js';

/** A report is asked for again, and an outcome is unknown, within seconds. */
export const quickTimes = {
  DISPATCH_WITHIN: '8s',
  LIFECYCLE_WINDOW: '100ms',
  LIFECYCLE_LIMIT: '2s',
  GETNET_TIMEOUT: '500ms',
  ATTENTION_AFTER: '4s',
};

/** Who may reconcile the Chilean merchant. */
export const support = { as: keys.chileSupport };

/** A report that does not list an operation. */
export const drop = (operationId: number | null) => (report: Report) => ({
  ...report,
  sales: report.sales?.filter((sale) => sale.operationId !== operationId) ?? null,
});

export const listClasses = ({ lines }: { readonly lines: readonly Pick<RenderedLine, 'class'>[] }) =>
  lines.map((line) => line.class);

/** What stories do with reconciliations over REST; `world` is asked for when it is there. */
export function reconciliationsIn(world: () => ApiWorld) {
  let terminals = 0;
  const takeNewTerminal = () => `cl-${(terminals += 1)}`;

  const sell = async (terminalId: string, value = 5990) => {
    const amount = { value, currency: 'CLP' };
    return (await world().api.start(buildSaleBody(terminalId, { amount }), { prefer: 'wait=20' })).body;
  };

  const start = async (terminalId: string) => {
    const started = await world().api.post('/v1/reconciliations', { ...support, body: { terminalId } });
    return { ...started, body: reconciliationSchema.parse(started.body) };
  };

  const read = async (id: string, as = support) =>
    reconciliationSchema.parse(
      (await world().api.get<RenderedReconciliation>(`/v1/reconciliations/${id}`, as)).body,
    );

  /** Reads it until it is compared. */
  const compared = (id: string, as = support) =>
    until(async () => {
      const found = await read(id, as);
      return found.status !== 'running' && found;
    });

  const reconcile = async (terminalId: string) => compared((await start(terminalId)).body.id);

  /** What waits for a person because of a reconciliation. */
  const listCases = async (id: string): Promise<readonly RenderedCase[]> => {
    const { body } = await world().api.get('/v1/operator/attention?limit=100', support);
    const { items } = attentionListSchema.parse(body);
    return (items as readonly RenderedCase[]).filter(({ reconciliationId }) => reconciliationId === id);
  };

  /** The index is a moment behind. */
  const readCases = (id: string) =>
    until(async () => {
      const cases = await listCases(id);
      return cases.length > 0 && cases;
    });

  return { takeNewTerminal, sell, start, read, compared, reconcile, listCases, readCases };
}
