import {
  openRecord,
  recordNotSent,
  recordProof,
  withEvidence,
  enterStatus,
} from '../../../src/domain/record.js';
import { computeNetSale } from '../../../src/domain/net-sale.js';
import type { TransactionId } from '../../../src/domain/ids.js';
import type { Snapshot } from '../../../src/domain/snapshot.js';
import type { Accepted } from '../../../src/domain/transaction.js';
import type { Undo } from '../../../src/domain/undo.js';
import type { Observation } from '../../../src/ledger/rows/write-rows.js';
import { requireIdPosTxs, saleInput, buildTerminalResult } from '../../support/terms.js';

/** The same numbers for the same seed. */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit: number) => Math.floor(next() * limit),
    shuffle: <Item>(items: readonly Item[]): Item[] => {
      const all = [...items];
      for (let at = all.length - 1; at > 0; at -= 1) {
        const other = Math.floor(next() * (at + 1));
        [all[at], all[other]] = [all[other] as Item, all[at] as Item];
      }
      return all;
    },
  };
}

export type Random = ReturnType<typeof createRandom>;

const START_MS = Date.parse('2026-01-15T13:00:00Z');

/** Every version of one transaction's life, oldest first, as readers may have seen them. */
export function generateLife(n: number, random: Random, merchant = 'shop'): readonly Observation[] {
  const atMs = START_MS + n * 137;
  const at = (offsetMs: number) => new Date(atMs + offsetMs).toISOString();
  const accepted: Accepted = {
    ...saleInput().accepted,
    transactionId: `tx_${String(n).padStart(19, '0')}` as TransactionId,
    merchant,
    terminal: {
      id: `t-${n % 40}`,
      country: 'CL',
      idTerminal: '7',
      idSucursal: String(n % 3),
      serialNumber: `s${n % 40}`,
    },
    amount: { value: 100 + random.below(1_000_000), currency: 'CLP' },
    ...(random.next() < 0.5 && { reference: `ORD-${n} ñ'"%\u0000` }),
    createdAt: at(0),
  };
  const opened = openRecord(accepted);
  const running = withEvidence(
    enterStatus(opened, 'in_progress', at(300)),
    { source: 'dispatch', says: 'acknowledged' },
    at(300),
  );
  const ended = endRun(running, random, at(900));
  const seen = [opened, running, ended].map((snapshot, version) => ({
    shown: computeNetSale(snapshot, []),
    hasEnded: version === 2,
    observedAt: at(version * 400),
  }));
  if (ended.status !== 'approved' || random.next() < 0.7) return seen;
  return [...seen, ...undone(ended, { random, at })];
}

function endRun(running: Snapshot, random: Random, at: string): Snapshot {
  const chance = random.next();
  const result = buildTerminalResult({
    authorizationCode: String(random.below(1_000_000)),
    operationId: random.below(1e9),
  });
  const idPosTxs = requireIdPosTxs(String(1 + random.below(1e9)));
  if (chance < 0.1) return recordNotSent(running, { reason: 'terminal-busy' }, at);
  const kind = chance < 0.25 ? 'declined' : 'approved';
  return recordProof(
    running,
    { source: 'status_query', proof: { kind, result, idPosTxs, namesUs: true } } as never,
    at,
  );
}

function undone(
  sale: Snapshot,
  { random, at }: { readonly random: Random; readonly at: (offsetMs: number) => string },
): readonly Observation[] {
  const { transactionId, customId, amount } = sale.accepted;
  const value = random.next() < 0.5 ? (amount?.value ?? 0) : 50;
  const open: Undo = {
    transactionId,
    customId,
    type: 'return',
    terminalId: 't-1',
    state: 'open',
    since: at(1_500),
    amount: { value, currency: 'CLP' },
  };
  return [open, { ...open, state: 'done' as const, endedAt: at(2_500) }].map((undo, version) => ({
    shown: computeNetSale(sale, [undo]),
    hasEnded: true,
    observedAt: at(1_600 + version * 1_000),
  }));
}
