import { listOwn } from '../domain/quarantine.js';
import type { Announcer } from './announcer.js';
import type { QuarantineEnd, QuarantineInput } from './terminal-quarantine.messages.js';

/** Tells the merchant's endpoints that a terminal takes no new payment. */
export function announceQuarantined(announcer: Announcer, input: QuarantineInput): Promise<void> {
  const { merchant, terminalId, unknown, since } = input;
  const shown = {
    id: terminalId,
    terminalId,
    quarantined: true,
    since,
    transactions: listIds(listOwn(unknown, merchant)),
  };
  const key = buildKey(input, 'quarantined');
  return announcer.announce({
    merchant,
    type: 'terminal.quarantined',
    key,
    at: since,
    subject: { kind: 'other', shown },
  });
}

/** Tells them that it takes payments again, and by what. */
export function announceReleased(
  announcer: Announcer,
  input: QuarantineInput,
  end: QuarantineEnd,
): Promise<void> {
  const { merchant, terminalId } = input;
  const by = end.kind === 'polled' ? `poll ${end.transactionId}` : 'operator';
  const at = new Date(end.at).toISOString();
  const reason = end.kind === 'polled' ? null : end.reason;
  const shown = { id: terminalId, terminalId, quarantined: false, by, at, reason };
  const key = buildKey(input, 'released');
  return announcer.announce({
    merchant,
    type: 'terminal.released',
    key,
    at,
    subject: { kind: 'other', shown },
  });
}

function listIds(unknown: QuarantineInput['unknown']): readonly string[] {
  return unknown.map(({ transactionId }) => transactionId);
}

/** Letters, digits, `_` and `-`. */
function buildKey({ terminalId, since }: QuarantineInput, what: string): string {
  return `${terminalId.replace(/[^\w-]/g, '_')}_${Date.parse(since)}_${what}`;
}
