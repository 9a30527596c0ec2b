import { startChild } from '../../src/dev/processes/child.js';
import { projectorSteps } from '../../test/ledger/support/projector-steps.js';
import { findMissing, timeSale } from './stack.js';
import type { LedgerStack } from './stack.js';

const REACHED_WITHIN_MS = 60_000;

/** What is written between them belongs together. */
const decisive = new Set(['rows are written', 'the transaction ends', 'the ended runs are noted']);

/** The projector is killed right before and right after each of its steps, with new sales to project each time. */
export async function measureKills(stack: LedgerStack, { isShort }: { readonly isShort: boolean }) {
  const ids: string[] = [];
  await stack.stopProjector();
  const notReached: string[] = [];
  const all = Object.entries(projectorSteps);
  const steps = (isShort ? all.filter(([name]) => decisive.has(name)) : all).flatMap(([name, statement]) =>
    (['before', 'after'] as const).map((when) => ({ name: `${when}: ${name}`, statement, when })),
  );
  for (const { name, statement, when } of steps) {
    const child = await startChild({
      ...stack.projector,
      name: 'The ledger',
      env: { ...stack.projector.env, KILL_AT: statement, KILL_WHEN: when },
    });
    for (let n = 0; n < 2; n += 1) ids.push((await timeSale(stack)).id);
    const isOver = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), REACHED_WITHIN_MS).unref();
    });
    const exit = await Promise.race([child.exited, isOver]);
    if (exit?.signal !== 'SIGKILL') notReached.push(name);
    await child.stop();
  }
  const two = await Promise.all([startChild(withoutKill(stack)), startChild(withoutKill(stack))]);
  const missing = await findMissing(stack, ids);
  for (const child of two) await child.stop();
  const [rebuilt, verified] = [await stack.runTool('ledger-rebuild'), await stack.runTool('ledger-verify')];
  return { killed: steps.length, notReached, sales: ids.length, lost: missing.length, rebuilt, verified };
}

function withoutKill({ projector }: LedgerStack) {
  return { ...projector, name: 'The ledger' };
}
