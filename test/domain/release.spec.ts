import { describe, expect, it } from '@jest/globals';
import {
  enterStatus,
  openRecord,
  recordNotSent,
  recordProof,
  recordResolution,
} from '../../src/domain/record.js';
import { judgeRelease } from '../../src/domain/release.js';
import type { HeldTerminal } from '../../src/domain/release.js';
import { declined, saleInput } from '../support/terms.js';

const nowMs = Date.parse('2026-01-15T14:00:00.000Z');
const at = new Date(nowMs).toISOString();
const words = { reason: 'no receipt', evidence: 'the roll', actor: 'support' };

describe('releasing a terminal', () => {
  const { accepted } = saleInput();
  const running = enterStatus(openRecord(accepted), 'needs_attention', at);
  const proven = recordProof(running, { proof: declined(), source: 'status_query' }, at);
  const byPerson = recordResolution(
    running,
    {
      resolution: { ...words, verdict: 'declined', actors: ['support'], at },
      accepted,
      idPosTxs: undefined,
    },
    at,
  );
  const held: HeldTerminal = {
    untilMs: nowMs + 1,
    attempt: 1,
    isForQuery: false,
    holder: running,
    isProvenLate: false,
  };
  const rows: readonly (readonly [string, HeldTerminal | undefined, boolean])[] = [
    ['nobody holds it', undefined, true],
    ['its holder is unknown', held, false],
    ['its holder is gone', { ...held, holder: undefined }, false],
    ['its holder is proven', { ...held, holder: proven }, true],
    [
      'its holder is proven, and keeps it for another number',
      { ...held, holder: { ...proven, keepsTerminal: true } },
      false,
    ],
    [
      'it keeps it, and a late result proved that nothing else charged',
      { ...held, holder: { ...proven, keepsTerminal: true }, isProvenLate: true },
      true,
    ],
    ['a person settled its holder', { ...held, holder: byPerson }, false],
    ['a later attempt of its holder is proven', { ...held, attempt: 2, holder: proven }, false],
    ['a late result proved it', { ...held, isProvenLate: true }, true],
    ['the terminal itself is being asked', { ...held, isForQuery: true, holder: proven }, false],
    ['its bound is over', { ...held, untilMs: nowMs, holder: undefined }, true],
  ];

  it.each(rows)('%s', (_, terminal, allowed) => {
    const judged = judgeRelease(terminal, nowMs);
    expect(judged.allowed).toBe(allowed);
    expect(judged.allowed ? judged.proof : judged.why).toMatch(/^.{10,}/);
  });

  it('the account of a release names the outcome of the holder and what it stands on', () => {
    const notSent = recordNotSent(openRecord(accepted), { reason: 'terminal-offline' }, at);
    expect(judgeRelease({ ...held, holder: proven }, nowMs)).toMatchObject({
      proof: 'declined, by status_query',
    });
    expect(judgeRelease({ ...held, holder: notSent }, nowMs)).toMatchObject({
      proof: 'not_sent, by terminal-offline',
    });
  });
});
