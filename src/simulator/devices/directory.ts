import type { Device } from './device.js';
import type { Country, Terminal, TerminalDescription } from '../terminals/terminal.js';
import { countries, normalizeSerialNumber, createTerminal } from '../terminals/terminal.js';

/** A terminal and its machine. */
export interface Station {
  readonly terminal: Terminal;
  readonly device: Device;
}

/** How a request names a terminal. `idSucursal` is compared without leading zeros. Contract §4.0. */
export interface Triple {
  readonly idTerminal: string;
  readonly idSucursal: string;
  readonly serialNumber: string;
}

/** All terminals, both countries. */
export interface Directory {
  /** Registers a terminal; one with the same country and serial number is replaced unless it serves somebody. */
  register(description: TerminalDescription): 'registered' | 'replaced' | 'serving';
  /** The terminal with exactly this triple; undefined is the cloud's KEYPOS NOT FOUND. */
  find(triple: Triple, country: Country | undefined): Station | undefined;
  /** Every terminal with this serial number (of one country, if told). */
  findBySerialNumber(serialNumber: string, country?: Country): readonly Station[];
  list(): readonly Station[];
  /** Drops all operations and terminals, and plugs the given ones in anew. */
  reset(descriptions: readonly TerminalDescription[]): void;
}

/** A directory whose machines are made by `makeDevice`. */
export function createDirectory(makeDevice: (terminal: Terminal) => Device): Directory {
  const stations = new Map<string, Station>();
  const add = (description: TerminalDescription): void => {
    const terminal = createTerminal(description);
    stations.set(terminalKey(terminal), { terminal, device: makeDevice(terminal) });
  };
  const findBySerialNumber = (serialNumber: string, country?: Country): readonly Station[] =>
    (country === undefined ? countries : [country]).flatMap(
      (candidate) => stations.get(terminalKey({ country: candidate, serialNumber })) ?? [],
    );
  return {
    register: (description) => {
      const present = stations.get(terminalKey(description));
      if (present?.device.readState().kind === 'serving') return 'serving';
      add(description);
      return present ? 'replaced' : 'registered';
    },
    find: (triple, country) =>
      findBySerialNumber(triple.serialNumber, country).find(({ terminal }) => isSameTriple(terminal, triple)),
    findBySerialNumber,
    list: () => [...stations.values()],
    reset: (descriptions) => {
      stations.forEach(({ device }) => device.dropAll());
      stations.clear();
      descriptions.forEach(add);
    },
  };
}

function terminalKey({
  country,
  serialNumber,
}: Pick<TerminalDescription, 'country' | 'serialNumber'>): string {
  return `${country}/${normalizeSerialNumber(serialNumber)}`;
}

function isSameTriple(one: Triple, other: Triple): boolean {
  return (
    one.idTerminal === other.idTerminal &&
    normalizeBranch(one.idSucursal) === normalizeBranch(other.idSucursal) &&
    normalizeSerialNumber(one.serialNumber) === normalizeSerialNumber(other.serialNumber)
  );
}

function normalizeBranch(idSucursal: string): string {
  return idSucursal.replace(/^0+(?=.)/, '');
}
