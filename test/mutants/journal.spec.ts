import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../mutants/journal.js';
import { mutants } from '../../mutants/list.js';

const [caught, survived, other] = mutants.slice(0, 3);
const folder = await mkdtemp(join(tmpdir(), 'journal-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a run of the planted bugs is interrupted', () => {
  const file = join(folder, 'journal.jsonl');
  if (caught === undefined || survived === undefined || other === undefined) throw new Error('Too few bugs.');

  it('it is gone on with: what was caught is known, and all else is hunted, a changed bug as well', async () => {
    const first = await Journal.open(file, mutants, false);
    await first.add({ mutant: caught, verdict: 'caught', seconds: 4 });
    await first.add({ mutant: survived, verdict: 'survived', seconds: 5 });
    const changed = { ...caught, replace: 'something else' };
    const next = await Journal.open(file, [...mutants, changed], true);
    expect(next.find(caught)).toEqual({ mutant: caught, verdict: 'caught', seconds: 4 });
    expect([survived, other, changed].map((mutant) => next.find(mutant))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('it is begun anew: nothing is known', async () => {
    expect((await Journal.open(file, mutants, false)).find(caught)).toBeUndefined();
  });
});
