import type { Device } from './device.js';
import type { Country, Terminal, TerminalDescription } from './terminal.js';
import { countries, deviceName, plugIn } from './terminal.js';

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
  bySerialNumber(serialNumber: string, country?: Country): readonly Station[];
  all(): readonly Station[];
  /** Drops all operations and terminals, and plugs the given ones in anew. */
  reset(descriptions: readonly TerminalDescription[]): void;
}

/** A directory whose machines are made by `deviceOf`. */
export function createDirectory(deviceOf: (terminal: Terminal) => Device): Directory {
  const stations = new Map<string, Station>();
  const put = (description: TerminalDescription): void => {
    const terminal = plugIn(description);
    stations.set(keyOf(terminal), { terminal, device: deviceOf(terminal) });
  };
  const named = (serialNumber: string, country?: Country): readonly Station[] =>
    (country === undefined ? countries : [country]).flatMap(
      (candidate) => stations.get(keyOf({ country: candidate, serialNumber })) ?? [],
    );
  return {
    register: (description) => {
      const present = stations.get(keyOf(description));
      if (present?.device.standing().kind === 'serving') return 'serving';
      put(description);
      return present ? 'replaced' : 'registered';
    },
    find: (triple, country) =>
      named(triple.serialNumber, country).find(({ terminal }) => isSame(terminal, triple)),
    bySerialNumber: named,
    all: () => [...stations.values()],
    reset: (descriptions) => {
      stations.forEach(({ device }) => device.drop());
      stations.clear();
      descriptions.forEach(put);
    },
  };
}

function keyOf({ country, serialNumber }: Pick<TerminalDescription, 'country' | 'serialNumber'>): string {
  return `${country}/${deviceName(serialNumber)}`;
}

function isSame(one: Triple, other: Triple): boolean {
  return (
    one.idTerminal === other.idTerminal &&
    branch(one.idSucursal) === branch(other.idSucursal) &&
    deviceName(one.serialNumber) === deviceName(other.serialNumber)
  );
}

function branch(idSucursal: string): string {
  return idSucursal.replace(/^0+(?=.)/, '');
}
