import { evidenceOf, idOf, shownIn } from './outcome-checks.js';
import { newVoid } from './rest.js';
import type { Sale } from './rest.js';
import { equal } from './story.js';
import type { Story } from './story.js';

/** The sale of an earlier story is voided: its own key then tells that it was reversed. */
export function voided(sale: Sale): Story {
  const { terminalId } = sale.body;
  return {
    title: 'Voided',
    scene: `the customer of the first sale gives the goods back at ${terminalId}`,
    play: async ({ chile, witness }) => {
      const original = idOf(await chile.start(sale));
      const answer = await chile.start(newVoid(terminalId, original), 30);
      const undo = idOf(answer);
      const after = await chile.await(original, 1);
      const again = await chile.start(newVoid(terminalId, original));
      const [ofUndo, ofSale] = [await witness.truth(undo), await witness.truth(original)];
      const checks = [
        equal('the void is approved', answer.body.status, 'approved'),
        equal('money moved: yes, back to the customer', answer.body.outcome?.moneyMoved, 'yes'),
        equal('the simulator got one void', ofUndo.received, 1),
        equal('and gave the money back once', ofUndo.refunds, 1),
        equal('nothing is left of the charge', ofSale.net, 0),
        equal('the sale is reversed', after.body.status, 'reversed'),
        equal('a second void is refused', again.body.code, 'already-reversed'),
      ];
      const evidence = evidenceOf(answer.body, await witness.sawCallback(undo));
      return { ...shownIn(answer.body), evidence, tookMs: answer.tookMs, checks };
    },
  };
}
