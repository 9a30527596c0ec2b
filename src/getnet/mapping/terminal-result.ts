import type { Card, TerminalResult } from '../../domain/verdict.js';
import type { WireResult } from '../wire/terminal-result.js';
import { safeText } from './safe-text.js';

/** @returns whether the result carries an authorisation code; zeros only are none. */
export function isAuthorised({ authorizationCode }: WireResult): boolean {
  return authorizationCode !== undefined && !/^0*$/.test(authorizationCode);
}

/**
 * What may be kept of a terminal's answer: no BIN, no expiry, no `transToken`, card numbers in texts masked.
 * @param responseCode the terminal's code, which the caller has found to be a number
 */
export function terminalResultOf(result: WireResult, responseCode: number): TerminalResult {
  return {
    responseCode,
    responseMessage: shown(result.terminalMessage),
    authorizationCode: isAuthorised(result) ? shown(result.authorizationCode) : null,
    operationId: result.operationId !== undefined && result.operationId > 0 ? result.operationId : null,
    card: cardOf(result),
    receipt: receiptOf(result),
  };
}

function cardOf({ cardBrand, cardType, last4Digits }: WireResult): Card | null {
  const card = { brand: shown(cardBrand), type: shown(cardType), last4: lastFour(last4Digits) };
  return card.brand === null && card.type === null && card.last4 === null ? null : card;
}

function lastFour(digits = ''): string | null {
  return /\d{4}$/.exec(digits)?.[0] ?? null;
}

function receiptOf({ receipt }: WireResult): TerminalResult['receipt'] {
  const fields = Object.entries(receipt).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, typeof value === 'boolean' || value === null ? value : safeValue(value)] as const];
  });
  return Object.fromEntries(fields);
}

/** The number of a card's application: as long as a card number, and none. */
const APPLICATION_ID = /^A0000[0-9A-F]{5,11}$/i;

function safeValue(value: string | number): string | number {
  if (APPLICATION_ID.test(String(value))) return value;
  const text = safeText(String(value));
  return text === String(value) ? value : text;
}

function shown(text: string | undefined): string | null {
  return text === undefined ? null : safeText(text);
}
