import { expect } from '@jest/globals';
import type { Body } from './http.js';
import { expectLedgerToAgree } from './expect-ledger.js';
import type { Sale, SaleTerms } from './sale.js';
import type { Till } from './till.js';
import type { TerminalRequest, World } from './world.js';

/** One sale, what happens to it, and how it has to end. */
export interface FaultCase extends TerminalRequest {
  /** The whole sentence, cause first. */
  readonly title: string;
  readonly sale?: SaleTerms;
  /** What happens to the terminal first, outside the cloud. */
  readonly terminal?: object;
  readonly ends: 'approved' | 'declined' | 'not_sent' | 'needs_attention';
  /** What the transaction shows then. */
  readonly shows?: object;
  /** What the ledger says then, beyond agreeing. */
  readonly ledger?: object;
}

/** What became of a sale. */
export interface FaultResult {
  readonly till: Till;
  readonly sale: Sale;
  readonly body: Body;
}

/** How many sales are started at a time: what is tested is faults, not load. */
const atOnce = 6;

/**
 * Starts the sale of every case, each on a terminal of its own, and follows all of them to their ends at the same time.
 *
 * @returns how one of them ended, by its sentence.
 */
export function runFaultCases(
  world: World,
  cases: readonly FaultCase[],
): (faultCase: FaultCase) => Promise<FaultResult> {
  const lanes = Array.from({ length: atOnce }, (): Promise<unknown> => Promise.resolve());
  const ends = new Map<FaultCase, Promise<FaultResult>>();
  cases.forEach((faultCase, index) => {
    const lane = index % atOnce;
    const begun = Promise.resolve(lanes[lane]).then(() => begin(world, faultCase));
    const end = begun.then(async (started) => ({
      ...started,
      body: await started.sale.becomes(faultCase.ends, 120_000),
    }));
    lanes[lane] = begun.catch(() => undefined);
    // A failure belongs to the test that asks for this end.
    end.catch(() => undefined);
    ends.set(faultCase, end);
  });
  return (faultCase) =>
    ends.get(faultCase) ?? Promise.reject(new Error(`No case was begun: ${faultCase.title}`));
}

/** The sale ended as told, and the ledger agrees. */
export async function expectFaultResult(faultCase: FaultCase, { sale, body }: FaultResult): Promise<void> {
  expect(body).toMatchObject({ status: faultCase.ends, ...faultCase.shows });
  await expectLedgerToAgree(sale);
  // Somebody is still looking: a run that died would read the same.
  if (faultCase.ends === 'needs_attention') expect((await sale.run().describe()).status.name).toBe('RUNNING');
  expect(await sale.truth()).toMatchObject(faultCase.ledger ?? {});
}

async function begin(
  world: World,
  { terminal, sale: terms, ...request }: FaultCase,
): Promise<Pick<FaultResult, 'till' | 'sale'>> {
  const till = await world.terminal(request);
  if (terminal) await world.judge.change(till.serialNumber, terminal);
  return { till, sale: await till.sale(terms) };
}
