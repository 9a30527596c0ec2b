import {
  describeEvidence,
  requireId,
  listOutcomeChecks,
  renderTransactionColumns,
} from './outcome-checks.js';
import { newSale } from './rest.js';
import type { Answer, Sale } from './rest.js';
import { checkEqual, checkThat } from './story.js';
import type { Check, Story } from './story.js';
import { countCommands } from './simulator-control.js';
import type { SimulatorControl } from './simulator-control.js';

/** The holder of the terminal, from the story that starts its sale to the one that awaits its end. */
interface Holding {
  id: string;
}

/** A slow customer: a second sale is refused meanwhile, and then the first one ends well. */
export function createBusyTerminalStories(): readonly [Story, Story] {
  const holding: Holding = { id: '' };
  return [createRefusedStory(holding), createSlowCustomerStory(holding)];
}

function createRefusedStory(holding: Holding): Story {
  const amount = { value: 7_704, currency: 'CLP' };
  return {
    title: 'Second sale, terminal busy',
    scene: 'a slow customer at cl-till-2; the cashier tries another sale there',
    play: async ({ chile, simulator }) => {
      holding.id = requireId(await chile.start(newSale('cl-till-2', amount, 'ORD-1004')));
      const before = countCommands(await simulator.ledger());
      const refused = await chile.start(newSale('cl-till-2', { value: 990, currency: 'CLP' }, 'ORD-1005'));
      return {
        transactionId: undefined,
        status: `${refused.status} ${refused.body.code}`,
        moneyMoved: refused.body.moneyMoved ?? '?',
        evidence: `held by ${refused.body.holder}`,
        tookMs: refused.tookMs,
        checks: [...listRefusalChecks(refused, holding.id), await checkNothingSent(simulator, before)],
      };
    },
  };
}

function createSlowCustomerStory(holding: Holding): Story {
  return {
    title: 'The slow customer pays',
    scene: 'at cl-till-2, and the sale that held the terminal ends',
    play: async ({ chile, simulator }) => {
      const answer = await chile.waitForEnd(holding.id, 30);
      const checks = listOutcomeChecks(answer, await simulator.truth(holding.id), {
        status: 'approved',
        moneyMoved: 'yes',
      });
      const evidence = describeEvidence(answer.body, await simulator.sawCallback(holding.id));
      return { ...renderTransactionColumns(answer.body), evidence, tookMs: answer.tookMs, checks };
    },
  };
}

function listRefusalChecks({ status, body }: Answer, holder: string): readonly Check[] {
  return [
    checkEqual('the second sale is refused', status, 409),
    checkEqual('because the terminal is busy', body.code, 'terminal-busy'),
    checkEqual('the holder is named', body.holder, holder),
    checkEqual('no money moved', body.moneyMoved, 'no'),
  ];
}

async function checkNothingSent(simulator: SimulatorControl, before: number): Promise<Check> {
  return checkEqual('Getnet got no further command', countCommands(await simulator.ledger()), before);
}

/** The sale of an earlier story once more: same key, same body. */
export function createRepeatedKeyStory(sale: Sale): Story {
  return {
    title: 'Repeated key',
    scene: 'the backend has lost the first answer and sends the very same request again',
    play: async ({ chile, simulator }) => {
      const before = countCommands(await simulator.ledger());
      const answer = await chile.start(sale, 30);
      const truth = await simulator.truth(requireId(answer));
      const checks = [
        ...listOutcomeChecks(answer, truth, { status: 'approved', moneyMoved: 'yes' }),
        await checkNothingSent(simulator, before),
        checkEqual('answered from the first', answer.isReplayed, true),
        checkThat(
          'with its authorisation code',
          typeof answer.body.authorizationCode === 'string',
          answer.body,
        ),
      ];
      const evidence = 'stored answer, nothing sent';
      return { ...renderTransactionColumns(answer.body), evidence, tookMs: answer.tookMs, checks };
    },
  };
}
