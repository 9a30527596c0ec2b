import { describe, expect, it } from '@jest/globals';
import {
  buildProvenOutcome,
  compareWithSale,
  describeVerdict,
  findProvenOutcome,
} from '../../src/domain/proof.js';
import type { Verdict } from '../../src/domain/verdict.js';
import {
  approved,
  declined,
  saleInput,
  buildTerminalResult,
  buildUndoInput,
  buildUndoneSale,
} from '../support/terms.js';

const twins = ['tx_0000000000000000001', 'tx_0000000000000000002'] as never;
const { accepted: aVoid } = buildUndoInput({ ...buildUndoneSale(), authorizationCode: '673954', twins });
const aReturn = { ...aVoid, type: 'return' as const };

describe('the words for what Getnet said', () => {
  it.each<[Verdict, string]>([
    [approved(), 'approved'],
    [declined(), 'not approved: code 9001'],
    [
      { kind: 'approved_without_code', result: buildTerminalResult() },
      'approved, without an authorisation code',
    ],
    [{ kind: 'pending' }, 'in process'],
    [{ kind: 'not_found' }, 'id not found'],
    [
      { kind: 'contradiction', fields: ['amount', 'customId'] },
      'not about our command: other amount, customId',
    ],
    [{ kind: 'contradiction', fields: [], detail: 'another sale' }, 'not about our command: another sale'],
    [{ kind: 'silent', cause: 'HTTP 502' }, 'no usable answer: HTTP 502'],
  ])('%j: %s', (verdict, words) => {
    expect(describeVerdict(verdict)).toBe(words);
  });
});

describe('what a proof settles', () => {
  it('a decline: the proof alone, whatever else it carries', () => {
    const odd = {
      ...declined(),
      warnings: ['a warning'],
      amountCharged: { value: 1, currency: 'CLP' },
    } as const;
    expect(buildProvenOutcome(odd)).toEqual({ proof: odd });
  });

  it('an approval without a code, after the lifecycle: one warning, and no other word', () => {
    const verdict: Verdict = { kind: 'approved_without_code', result: buildTerminalResult() };
    const warning = findProvenOutcome(verdict, { isLifecycleOver: true })?.warning;
    expect(warning).toMatch(/^Getnet reports this card sale as approved .+ before handing over the goods\.$/);
  });
});

describe('an undo is compared with its sale', () => {
  const done = { proof: approved() };

  it('a void names the sale’s own code, or none: nothing to look at', () => {
    const named = (authorizationCode: string | null) => ({
      proof: { ...approved(), result: buildTerminalResult({ authorizationCode }) },
    });
    for (const outcome of [named('673954'), named(null), named('')])
      expect(compareWithSale(outcome, aVoid)).toBe(outcome);
    const { accepted } = buildUndoInput({ ...buildUndoneSale(), authorizationCode: undefined });
    expect(compareWithSale(done, accepted)).toBe(done);
  });

  it('a void names another code: it may have hit another sale', () => {
    const words =
      'The terminal names the authorisation code 012345, the sale’s is 673954: check which sale was voided.';
    expect(compareWithSale(done, aVoid)).toEqual({ ...done, warning: words });
    expect(compareWithSale({ ...done, warning: 'One.' }, aVoid).warning).toBe(`One. ${words}`);
  });

  it('a return by a code that other sales have too: all are named', () => {
    expect(compareWithSale(done, aReturn).warning).toBe(
      `Getnet may have taken ${twins[0]}, ${twins[1]} for the sale, whose authorisation code is 673954 too: check the receipt.`,
    );
    const { twins: _, ...alone } = aReturn.undoes ?? buildUndoneSale();
    expect(compareWithSale(done, { ...aReturn, undoes: alone })).toBe(done);
  });

  it('a decline, or a sale: nothing to compare', () => {
    const refused = { proof: declined() };
    expect(compareWithSale(refused, aReturn)).toBe(refused);
    expect(
      compareWithSale({ proof: { ...declined(), result: buildTerminalResult() } }, aVoid),
    ).not.toHaveProperty('warning');
    expect(compareWithSale(done, saleInput().accepted)).toBe(done);
  });
});
