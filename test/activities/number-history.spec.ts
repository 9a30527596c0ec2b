import { describe, expect, it } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Dependencies } from '../../src/activities/dependencies.js';
import { rejectEarlierNumber } from '../../src/activities/number-history.js';
import type { TransactionId } from '../../src/domain/ids.js';
import { openRecord } from '../../src/domain/record.js';
import type { Snapshot } from '../../src/domain/snapshot.js';
import type { StatusQuestion } from '../../src/domain/status-question.js';
import type { Verdict } from '../../src/domain/verdict.js';
import { transactionWorkflowId } from '../../src/workflows/transaction.messages.js';
import { declined, requireIdPosTxs, saleInput } from '../support/terms.js';
import { stub } from '../support/stub.js';

/** A transaction, and what had its terminal before, the latest first. */
function did(number: string | undefined, [previous, ...before]: readonly Snapshot[] = []): Snapshot {
  const { accepted } = saleInput();
  const named = previous && { previous: previous.accepted.transactionId };
  return {
    ...openRecord({ ...accepted, ...named }),
    status: 'declined',
    before: before.map((one) => one.accepted.transactionId),
    ...(number !== undefined && { idPosTxs: requireIdPosTxs(number) }),
  };
}

/** Argentina's terminals answer without our ids (contract §3, shape B). */
const nameless: Verdict = { ...declined('77'), namesUs: false };

/** What becomes of an answer about number 77, and which runs were read for that. */
async function judge(
  asked: Pick<StatusQuestion, 'accepted' | 'before'>,
  known: readonly Snapshot[],
  verdict = nameless,
) {
  const read: TransactionId[] = [];
  const getHandle = (workflowId: string) => {
    const found = known.find(({ accepted }) => transactionWorkflowId(accepted.transactionId) === workflowId);
    const isOpen = found?.status === 'in_progress';
    return {
      async describe() {
        if (found === undefined) throw new WorkflowNotFoundError('forgotten', workflowId, undefined);
        read.push(found.accepted.transactionId);
        return { status: { name: isOpen ? 'RUNNING' : 'COMPLETED' } };
      },
      result: async () => found,
      async query() {
        if (found?.accepted.transactionId === asked.accepted.transactionId)
          throw new Error('it waits for itself');
        return found;
      },
    };
  };
  const temporal = {
    workflow: { getHandle },
    withDeadline: <T>(_: number, call: () => Promise<T>) => call(),
  };
  const deps = stub<Dependencies>({ temporal });
  const question = {
    ...asked,
    policy: saleInput().policy,
    idPosTxs: requireIdPosTxs('77'),
    idFromCallback: false,
  };
  const said = await rejectEarlierNumber(deps, question, verdict);
  return { said, read };
}

const foreign = ({ accepted }: Snapshot) => ({
  kind: 'contradiction',
  foreign: true,
  detail: `77 is the number of ${accepted.transactionId}, which the terminal did before`,
});

describe('whose number an answer without our id is about', () => {
  const owner = did('77');

  it('the transaction right before on the terminal had the number: the answer is not ours', async () => {
    const ours = did(undefined, [owner]);
    expect((await judge(ours, [owner])).said).toMatchObject(foreign(owner));
  });

  it('the answer names our command: no other transaction is read', async () => {
    const ours = did(undefined, [owner]);
    const proof = { ...nameless, namesUs: true };
    expect(await judge(ours, [owner], proof)).toEqual({ said: proof, read: [] });
  });

  it('no earlier transaction had the number: the answer counts', async () => {
    const other = did('76');
    expect((await judge(did(undefined, [other]), [other, owner])).said).toBe(nameless);
  });

  it('the API and the lease name different predecessors: both are read, the one of the lease first', async () => {
    const seen = did('75');
    const between = did('76', [seen, owner]);
    const { said, read } = await judge(did(undefined, [between]), [between, seen, owner]);
    expect(said).toMatchObject(foreign(owner));
    expect(read).toEqual([between, seen, owner].map(({ accepted }) => accepted.transactionId));
  });

  it('one predecessor is forgotten: the others are read all the same', async () => {
    const last = did('76', [did('75'), owner]);
    expect((await judge(did(undefined, [last]), [last, owner])).said).toMatchObject(foreign(owner));
  });

  it('five are looked at, the latest first', async () => {
    const chain = ['71', '72', '73', '74'].reduce<Snapshot[]>(
      (line, number) => [did(number, line.slice(0, 1)), ...line],
      [owner],
    );
    const ours = did(undefined, chain.slice(0, 1));
    expect((await judge(ours, chain)).said).toMatchObject(foreign(owner));
    const later = did('78', chain.slice(0, 1));
    expect(await judge(did(undefined, [later]), [later, ...chain])).toMatchObject({
      said: nameless,
      read: { length: 5 },
    });
  });

  describe('an earlier attempt of ours had the terminal in between', () => {
    const first = did(undefined, [owner]);
    const between = did('76', [first]);
    const second = { ...first.accepted, attempt: 2, previous: between.accepted.transactionId };

    it('our run is open: it is not asked, and what its question names is looked at', async () => {
      const open: Snapshot = { ...first, status: 'in_progress', accepted: second };
      const asked = { accepted: second, before: [owner.accepted.transactionId] };
      expect((await judge(asked, [open, between, owner])).said).toMatchObject(foreign(owner));
    });

    it('our run has ended: its result tells what came before, and its own number is no other’s', async () => {
      const ended = { ...first, idPosTxs: requireIdPosTxs('77') };
      expect((await judge({ accepted: second }, [ended, between, owner])).said).toMatchObject(foreign(owner));
      expect((await judge({ accepted: second }, [ended, between])).said).toBe(nameless);
    });
  });
});
