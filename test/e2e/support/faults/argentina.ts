import type { FaultCase } from '../fault-case.js';
import { provenByQuery, executedOnce } from './expectations.js';

const ar = { country: 'AR' } as const;
/** Argentina, where a card's result names neither number nor customId (shape B) unless told. */
export const argentina: readonly FaultCase[] = [
  {
    ...ar,
    title: 'AR paid: approved',
    ends: 'approved',
    shows: provenByQuery,
    ledger: { ...executedOnce, amount: 5_990 },
  },
  { ...ar, title: 'AR refused: declined', sale: { amount: 5_901 }, ends: 'declined' },
  { ...ar, title: 'AR walks away: declined', sale: { amount: 5_903 }, ends: 'declined' },
  {
    ...ar,
    title: 'AR QR paid: approved, without any card',
    sale: { body: { options: { saleType: 1 } } },
    ends: 'approved',
  },
  {
    ...ar,
    title: 'AR callback lost: approved by query',
    script: { callback: { lost: true } },
    ends: 'approved',
  },
  {
    ...ar,
    title: 'AR acknowledgement lost, answers name nobody: cannot be taken for ours, a person is asked',
    script: { answer: { lost: 'after_reading' } },
    ends: 'needs_attention',
    ledger: executedOnce,
  },
  {
    ...ar,
    title: 'AR acknowledgement lost, answers name our command: approved',
    terminal: { shape: 'B_with_ids' },
    script: { answer: { lost: 'after_reading' } },
    ends: 'approved',
    ledger: executedOnce,
  },
  { ...ar, title: 'AR in shape A: approved', terminal: { shape: 'A' }, ends: 'approved' },
  { ...ar, title: 'AR in Spanish: approved', terminal: { language: 'es-accented' }, ends: 'approved' },
];
