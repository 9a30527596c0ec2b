import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runChaos } from '../../chaos/chaos.js';
import { createPlan } from '../../chaos/plan/plan.js';
import { cacheFolder } from '../../src/dev/project-root.js';

describe('a short chaos run', () => {
  it('processes are killed, connections cut and answers lost while shops sell: no rule is broken', async () => {
    const folder = join(cacheFolder, `chaos-${process.pid}`);
    mkdirSync(cacheFolder, { recursive: true });
    const lines: string[] = [];
    const plan = createPlan({ seed: 7, transactions: 16, kills: 3 });
    const result = await runChaos({ plan, folder, print: (line) => void lines.push(line) });
    expect({ violations: result.violations, lines }).toEqual({ violations: [], lines });
    expect(result.done.filter(({ disturbance }) => disturbance.kind === 'kill')).toHaveLength(3);
    expect(result.histories).toBeGreaterThan(30);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }, 300_000);
});
