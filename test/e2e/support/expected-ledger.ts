/** What the simulator's ledger must say for each thing the service may say. What is not final claims nothing. */
export const expectedLedger: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  approved: { executed: 1, state: 'approved', charges: 1, refunds: 0 },
  'approved undo': { executed: 1, state: 'approved', charges: 0, refunds: 1 },
  reversed: { executed: 1, state: 'approved', charges: 1, net: 0 },
  reversing: { executed: 1, state: 'approved', charges: 1 },
  completed: { executed: 1, state: 'approved', charges: 0, refunds: 0 },
  declined: { executed: 1, state: 'declined', charges: 0, refunds: 0 },
  not_sent: { executed: 0, state: 'none', charges: 0, refunds: 0 },
  queued: { executed: 0, state: 'none', charges: 0, refunds: 0 },
};
/** What each status says of the money; the others say *unknown*. */
export const moneyMoved: Readonly<Record<string, string>> = {
  approved: 'yes',
  reversing: 'yes',
  declined: 'no',
  not_sent: 'no',
  queued: 'no',
  completed: 'no',
  reversed: 'no',
};
export const undos: readonly unknown[] = ['void', 'return'];
