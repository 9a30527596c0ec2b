import type { Terminal } from '../domain/terminal.js';
import type { CountryPack } from './countries/pack.js';
import { getCountryPack } from './countries/packs.js';
import type { WireCommandBody } from './wire/command.js';

/** What a merchant's branch ids go over the wire as. */
export interface TerminalIdSettings {
  /** Overrides the country's way of sending `idSucursal`. */
  readonly sendIdSucursalAs?: CountryPack['sendIdSucursalAs'];
}

/** Names a terminal to Getnet. The ids stay the texts they are; a branch that is no number goes out as text (contract §4.0). */
export function terminalIds(
  { country, idTerminal, idSucursal, serialNumber }: Terminal,
  { sendIdSucursalAs = getCountryPack(country).sendIdSucursalAs }: TerminalIdSettings,
): Pick<WireCommandBody, 'idTerminal' | 'idSucursal' | 'serialNumber'> {
  const number = /^\d{1,15}$/.test(idSucursal) ? Number(idSucursal) : idSucursal;
  return { idTerminal, idSucursal: sendIdSucursalAs === 'int' ? number : idSucursal, serialNumber };
}
