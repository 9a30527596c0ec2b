import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getNotSentReason, isMoreInformative } from '../../src/domain/dispatch.js';
import type { DispatchOutcome } from '../../src/domain/dispatch.js';
import {
  MAX_ATTEMPTS,
  parseCustomId,
  buildCancelCustomId,
  buildCustomId,
  parseIdPosTxs,
  parseTransactionId,
} from '../../src/domain/ids.js';
import { formatAmount } from '../../src/domain/money.js';
import { mayTryAgain, notSentReasons } from '../../src/domain/not-sent.js';
import { computeLeaseBoundMs, computeLeaseEndMs } from '../../src/domain/policy.js';
import { compareWithSale, findProvenOutcome, describeVerdict } from '../../src/domain/proof.js';
import { toDevice } from '../../src/domain/terminal.js';
import type { Verdict } from '../../src/domain/verdict.js';
import {
  approved,
  declined,
  requireIdPosTxs,
  quick,
  buildTerminalResult,
  buildUndoInput,
  buildUndoneSale,
} from '../support/terms.js';

const unknown: DispatchOutcome = { kind: 'unknown', cause: 'reset' };
const acknowledged: DispatchOutcome = { kind: 'acknowledged', idPosTxs: requireIdPosTxs('900001') };

describe('what a dispatch came to', () => {
  it.each<[DispatchOutcome, string | undefined]>([
    [acknowledged, undefined],
    [{ kind: 'finished', proof: approved() }, undefined],
    [unknown, undefined],
    [{ kind: 'reset' }, undefined],
    [{ kind: 'refused', reason: 'terminal_busy' }, 'terminal-busy'],
    [{ kind: 'refused', reason: 'terminal_unknown' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'unauthorized' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'forbidden' }, 'provider-rejected'],
    [{ kind: 'refused', reason: 'rate_limited' }, 'provider-unreachable'],
    [{ kind: 'refused', reason: 'terminal_offline' }, 'terminal-offline'],
    [{ kind: 'refused', reason: 'mode_unavailable' }, 'mode-unavailable'],
    [{ kind: 'unreachable', cause: 'refused' }, 'provider-unreachable'],
    [{ kind: 'expired' }, 'dispatch-expired'],
    [{ kind: 'withheld', cause: 'a callback came in' }, 'dispatch-expired'],
  ])('%j: not sent because of %s', (outcome, reason) => {
    expect(getNotSentReason(outcome)).toBe(reason);
  });

  it('an answer replaces an unknown and nothing else; an unknown with a number replaces one without', () => {
    const numbered: DispatchOutcome = { ...unknown, idPosTxs: requireIdPosTxs('900001') };
    expect(isMoreInformative(unknown, undefined)).toBe(true);
    expect(isMoreInformative(acknowledged, unknown)).toBe(true);
    expect(isMoreInformative(numbered, unknown)).toBe(true);
    expect(isMoreInformative(unknown, numbered)).toBe(false);
    expect(isMoreInformative(unknown, acknowledged)).toBe(false);
    expect(isMoreInformative({ kind: 'expired' }, acknowledged)).toBe(false);
    expect(isMoreInformative(acknowledged, { kind: 'reset' })).toBe(true);
  });
});

describe('what a verdict settles', () => {
  const withoutCode: Verdict = {
    kind: 'approved_without_code',
    result: buildTerminalResult({ authorizationCode: null }),
  };

  it.each<[Verdict, boolean, string | undefined]>([
    [approved(), false, 'approved'],
    [declined(), false, 'declined'],
    [withoutCode, false, undefined],
    [withoutCode, true, 'approved'],
    [{ kind: 'pending' }, true, undefined],
    [{ kind: 'not_found' }, true, undefined],
    [{ kind: 'contradiction', fields: ['amount'] }, true, undefined],
    [{ kind: 'silent', cause: 'HTML' }, true, undefined],
  ])('%j, lifecycle over: %s', (verdict, isLifecycleOver, expected) => {
    expect(findProvenOutcome(verdict, { isLifecycleOver })?.proof.kind).toBe(expected);
  });
});

describe('what a reader of a proof is told', () => {
  const charged = { value: 3000, currency: 'CLP' as const };
  const odd: Verdict = {
    ...approved(),
    kind: 'approved',
    amountCharged: charged,
    warnings: ['One.', 'Two.'],
  };

  it('all warnings as one text, and what was charged', () => {
    expect(findProvenOutcome(odd, { isLifecycleOver: false })).toMatchObject({
      warning: 'One. Two.',
      amountCharged: charged,
    });
    expect(findProvenOutcome(approved(), { isLifecycleOver: false })).toEqual({ proof: approved() });
    expect(findProvenOutcome(declined(), { isLifecycleOver: false })).toEqual({ proof: declined() });
  });

  it('approved without a code after the lifecycle: that warning first, then the others', () => {
    const verdict: Verdict = { ...odd, kind: 'approved_without_code' };
    expect(findProvenOutcome(verdict, { isLifecycleOver: true })).toMatchObject({
      proof: { kind: 'approved' },
      warning: expect.stringMatching(/^Getnet reports.* One\. Two\.$/),
      amountCharged: charged,
    });
  });

  it('a void that names another code: added to what is there', () => {
    const undo = buildUndoInput({ ...buildUndoneSale(), authorizationCode: '673954' });
    const settlement = { proof: approved(), warning: 'One.' };
    expect(compareWithSale(settlement, undo.accepted).warning).toMatch(/^One\. .*673954/);
  });

  it('a contradiction says what differs, in words where it has them', () => {
    expect(describeVerdict({ kind: 'contradiction', fields: ['amount'] })).toContain('other amount');
    const detail = 'the void’s answer names the receipt number 43';
    expect(describeVerdict({ kind: 'contradiction', fields: ['operationId'], detail })).toContain(detail);
  });
});

describe('names', () => {
  const id = parseTransactionId('tx_3kTabcdefghijklmnop');

  it('every attempt has a customId of its own, of at most 25 characters, that leads back to it', () => {
    if (id === undefined) throw new Error('not a transaction id');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS }), (attempt) => {
        const customId = buildCustomId({ transactionId: id, attempt });
        expect(customId.length).toBeLessThanOrEqual(25);
        expect(parseCustomId(customId)).toEqual({ transactionId: id, attempt });
      }),
    );
  });

  it('the cancel of an attempt goes by a name of its own, as long, that is not taken for an attempt', () => {
    if (id === undefined) throw new Error('not a transaction id');
    const second = buildCustomId({ transactionId: id, attempt: 2 });
    expect(buildCancelCustomId(second)).toBe('cx_3kTabcdefghijklmnop-2');
    expect(parseCustomId(buildCancelCustomId(second))).toBeUndefined();
  });

  it.each([
    '',
    'tx_',
    'tx_3kTabcdefghijklmnop-1',
    'tx_3kTabcdefghijklmnop-100',
    'tx_3kTabcdefghijklmnop-02',
    'ORD-1',
  ])('%j names no attempt of ours', (text) => expect(parseCustomId(text)).toBeUndefined());

  it.each([
    [900001, '900001'],
    ['900001', '900001'],
    [' 0900001 ', '900001'],
    ['000900001', '900001'],
    ['000', undefined],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
    ['12a', undefined],
    ['', undefined],
    [null, undefined],
    [{}, undefined],
  ])('idPosTxs %j is kept as %j', (value, kept) => expect(parseIdPosTxs(value)).toBe(kept));

  it('two spellings of a serial number are one device', () => {
    expect(toDevice({ country: 'CL', serialNumber: ' sn01 ' })).toEqual(
      toDevice({ country: 'CL', serialNumber: 'SN01' }),
    );
  });

  it('of the reasons of a command that was not sent, only a cancellation forbids another attempt', () => {
    expect(notSentReasons.filter((reason) => !mayTryAgain(reason))).toEqual(['cancelled']);
  });
});

describe('bounds', () => {
  it('a terminal stays with its holder for the deadline, an answer, a lifecycle and a tenth', () => {
    expect(computeLeaseBoundMs(quick)).toBe(
      Math.ceil(1.1 * (quick.dispatchWithin + quick.getnetTimeout + quick.lifecycleLimit)),
    );
    expect(computeLeaseEndMs(1_000_000 + quick.dispatchWithin, quick)).toBe(
      1_000_000 + computeLeaseBoundMs(quick),
    );
  });

  it.each([
    [{ value: 5990, currency: 'CLP' as const }, 'CLP 5,990'],
    [{ value: 999_999_999, currency: 'CLP' as const }, 'CLP 999,999,999'],
    [{ value: 120000, currency: 'ARS' as const }, 'ARS 1,200.00'],
    [{ value: 5, currency: 'ARS' as const }, 'ARS 0.05'],
  ])('%j reads %s', (amount, words) => expect(formatAmount(amount)).toBe(words));
});
