import type { Language } from './language.js';

export const countries = ['CL', 'AR'] as const;
export type Country = (typeof countries)[number];

/**
 * The layout of results. Contract §3: A nested with long names, B flat, C nested with short names. `B_with_ids`
 * also names the operation where B, as printed by the documentation, does not (status query); `C_minimal` has
 * nothing but what is attested.
 */
export const shapes = ['A', 'B', 'B_with_ids', 'C', 'C_minimal'] as const;
export type Shape = (typeof shapes)[number];

/** What a terminal is. Contract §4.0: the first three are the triple, KEYPOS. */
export interface TerminalDescription {
  readonly country: Country;
  readonly idTerminal: string;
  readonly idSucursal: string;
  readonly serialNumber: string;
  /** None: the country's own (A in Chile; in Argentina B for cards and C for QR). */
  readonly shape?: Shape;
  /** None: the country's own (Spanish in Chile, English in Argentina, as the fixtures have them). */
  readonly language?: Language;
}

/** A terminal with what changes about it while it stands there. */
export interface Terminal extends TerminalDescription {
  shape?: Shape;
  language?: Language;
  offline: boolean;
  /** Whether commands to it get no answer at all, and are not carried out. */
  silent: boolean;
  /** Until when somebody uses it at the till itself. */
  busyUntilMs: number;
  /** The number of the last receipt; the next sale or return takes the next one. */
  lastOperationId: number;
}

/** A terminal as it is when it is plugged in. */
export function createTerminal(description: TerminalDescription): Terminal {
  return {
    ...description,
    serialNumber: normalizeSerialNumber(description.serialNumber),
    offline: false,
    silent: false,
    busyUntilMs: 0,
    lastOperationId: 40,
  };
}

/** The number of the next receipt, which it thereby takes. */
export function assignOperationId(terminal: Terminal): number {
  terminal.lastOperationId += 1;
  return terminal.lastOperationId;
}

/** A serial number as it is compared: trimmed, in capitals. */
export function normalizeSerialNumber(serialNumber: string): string {
  return serialNumber.trim().toUpperCase();
}

/** The language in which a terminal and its cloud speak. */
export function getTerminalLanguage(terminal: Terminal): Language {
  return terminal.language ?? getCountryLanguage(terminal.country);
}

/** The language of a country's cloud; English where the country is not known. */
export function getCountryLanguage(country: Country | undefined): Language {
  return country === 'CL' ? 'es' : 'en';
}

/** The terminals that are there from the start. */
export const builtInTerminals: readonly TerminalDescription[] = [
  { country: 'CL', idTerminal: '70000001', idSucursal: '10001', serialNumber: 'SN0000000001' },
  { country: 'CL', idTerminal: '70000002', idSucursal: '10001', serialNumber: 'SN0000000002' },
  { country: 'AR', idTerminal: 'TST00001', idSucursal: '100001', serialNumber: 'SN0000000101' },
  { country: 'AR', idTerminal: 'TST00002', idSucursal: '100001', serialNumber: 'SN0000000102' },
];
