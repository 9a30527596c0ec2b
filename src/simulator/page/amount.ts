import type { ArAmountUnit } from '../settings.js';
import type { Country } from '../terminals/terminal.js';

/** An amount as a screen shows it. */
export interface DisplayedAmount {
  readonly text: string;
  /** ISO 4217; empty where the unit is not known. */
  readonly currency: string;
  /** Whether the text is the bare number on the wire, of which nobody knows the unit. */
  readonly isBare: boolean;
}

const pesoFormats = {
  CL: new Intl.NumberFormat('es-CL', { style: 'currency', currency: 'CLP' }),
  AR: new Intl.NumberFormat('es-AR', { style: 'currency', currency: 'ARS' }),
} as const;

/**
 * A number on the wire as money of its country. Contract §4.2: whole pesos in Chile; in Argentina what the setting
 * says, and the bare number where it says nothing.
 */
export function formatAmount(amount: number, country: Country, arUnit: ArAmountUnit): DisplayedAmount {
  if (country === 'CL') return { text: pesoFormats.CL.format(amount), currency: 'CLP', isBare: false };
  if (arUnit === 'unknown') return { text: String(amount), currency: '', isBare: true };
  const pesos = arUnit === 'centavos' ? amount / 100 : amount;
  return { text: pesoFormats.AR.format(pesos), currency: 'ARS', isBare: false };
}
