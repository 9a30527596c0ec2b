import { describeEvidence, requireId, renderTransactionColumns } from './outcome-checks.js';
import { newVoid } from './rest.js';
import type { Sale } from './rest.js';
import { checkEqual } from './story.js';
import type { Story } from './story.js';

/** The sale of an earlier story is voided: its own key then tells that it was reversed. */
export function createVoidStory(sale: Sale): Story {
  const { terminalId } = sale.body;
  return {
    title: 'Voided',
    scene: `the customer of the first sale gives the goods back at ${terminalId}`,
    play: async ({ chile, simulator }) => {
      const original = requireId(await chile.start(sale));
      const answer = await chile.start(newVoid(terminalId, original), 30);
      const undo = requireId(answer);
      const after = await chile.waitForEnd(original, 1);
      const again = await chile.start(newVoid(terminalId, original));
      const [ofUndo, ofSale] = [await simulator.truth(undo), await simulator.truth(original)];
      const checks = [
        checkEqual('the void is approved', answer.body.status, 'approved'),
        checkEqual('money moved: yes, back to the customer', answer.body.outcome?.moneyMoved, 'yes'),
        checkEqual('the simulator got one void', ofUndo.received, 1),
        checkEqual('and gave the money back once', ofUndo.refunds, 1),
        checkEqual('nothing is left of the charge', ofSale.net, 0),
        checkEqual('the sale is reversed', after.body.status, 'reversed'),
        checkEqual('a second void is refused', again.body.code, 'already-reversed'),
      ];
      const evidence = describeEvidence(answer.body, await simulator.sawCallback(undo));
      return { ...renderTransactionColumns(answer.body), evidence, tookMs: answer.tookMs, checks };
    },
  };
}
