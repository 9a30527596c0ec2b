import { evidenceOf, idOf, outcomeChecks, shownIn } from './outcome-checks.js';
import { newSale } from './rest.js';
import type { Answer, Sale } from './rest.js';
import { equal, holds } from './story.js';
import type { Check, Story } from './story.js';
import { commandsIn } from './witness.js';
import type { Witness } from './witness.js';

/** The holder of the terminal, from the story that starts its sale to the one that awaits its end. */
interface Holding {
  id: string;
}

/** A slow customer: a second sale is refused meanwhile, and then the first one ends well. */
export function busyTerminal(): readonly [Story, Story] {
  const holding: Holding = { id: '' };
  return [refusedMeanwhile(holding), slowCustomer(holding)];
}

function refusedMeanwhile(holding: Holding): Story {
  const amount = { value: 7_704, currency: 'CLP' };
  return {
    title: 'Second sale, terminal busy',
    scene: 'a slow customer at cl-till-2; the cashier tries another sale there',
    play: async ({ chile, witness }) => {
      holding.id = idOf(await chile.start(newSale('cl-till-2', amount, 'ORD-1004')));
      const before = commandsIn(await witness.ledger());
      const refused = await chile.start(newSale('cl-till-2', { value: 990, currency: 'CLP' }, 'ORD-1005'));
      return {
        transactionId: undefined,
        status: `${refused.status} ${refused.body.code}`,
        moneyMoved: refused.body.moneyMoved ?? '?',
        evidence: `held by ${refused.body.holder}`,
        tookMs: refused.tookMs,
        checks: [...refusalChecks(refused, holding.id), await nothingSent(witness, before)],
      };
    },
  };
}

function slowCustomer(holding: Holding): Story {
  return {
    title: 'The slow customer pays',
    scene: 'at cl-till-2, and the sale that held the terminal ends',
    play: async ({ chile, witness }) => {
      const answer = await chile.await(holding.id, 30);
      const checks = outcomeChecks(answer, await witness.truth(holding.id), {
        status: 'approved',
        moneyMoved: 'yes',
      });
      const evidence = evidenceOf(answer.body, await witness.sawCallback(holding.id));
      return { ...shownIn(answer.body), evidence, tookMs: answer.tookMs, checks };
    },
  };
}

function refusalChecks({ status, body }: Answer, holder: string): readonly Check[] {
  return [
    equal('the second sale is refused', status, 409),
    equal('because the terminal is busy', body.code, 'terminal-busy'),
    equal('the holder is named', body.holder, holder),
    equal('no money moved', body.moneyMoved, 'no'),
  ];
}

async function nothingSent(witness: Witness, before: number): Promise<Check> {
  return equal('Getnet got no further command', commandsIn(await witness.ledger()), before);
}

/** The sale of an earlier story once more: same key, same body. */
export function repeatedKey(sale: Sale): Story {
  return {
    title: 'Repeated key',
    scene: 'the backend has lost the first answer and sends the very same request again',
    play: async ({ chile, witness }) => {
      const before = commandsIn(await witness.ledger());
      const answer = await chile.start(sale, 30);
      const truth = await witness.truth(idOf(answer));
      const checks = [
        ...outcomeChecks(answer, truth, { status: 'approved', moneyMoved: 'yes' }),
        await nothingSent(witness, before),
        equal('answered from the first', answer.isReplayed, true),
        holds('with its authorisation code', typeof answer.body.authorizationCode === 'string', answer.body),
      ];
      const evidence = 'stored answer, nothing sent';
      return { ...shownIn(answer.body), evidence, tookMs: answer.tookMs, checks };
    },
  };
}
