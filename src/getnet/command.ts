import type { Terminal } from '../domain/terminal.js';
import type { Accepted } from '../domain/transaction.js';
import type { CountryPack, CountrySettings } from './countries/pack.js';
import { countryPack } from './countries/packs.js';
import { wireAmounts } from './countries/amounts.js';
import type { CommandFacts } from './mapping/identity.js';
import type { WireCommandBody } from './wire/command.js';

/** What a command's body depends on besides the request. */
export interface CommandSettings extends CountrySettings {
  /** The callback address; given, the command runs in async mode (contract §0.5 S1). */
  readonly webhook?: string;
  /** Overrides the country's way of sending `idSucursal`. */
  readonly sendIdSucursalAs?: CountryPack['sendIdSucursalAs'];
}

/** A command ready to be sent, or why it cannot be built: then nothing was sent. */
export type WireCommand =
  | {
      readonly kind: 'ready';
      readonly path: string;
      readonly body: WireCommandBody;
      readonly facts: CommandFacts;
    }
  | { readonly kind: 'unsendable'; readonly cause: string };

/** Builds the one request an accepted transaction is sent as (contract §4), and what its answers are compared with. */
export function wireCommand(accepted: Accepted, settings: CommandSettings): WireCommand {
  const { terminal, type, customId } = accepted;
  const pack = countryPack(terminal.country);
  const command = pack.commands[type];
  if (command === undefined) return unsendable(`terminals in ${terminal.country} take no ${type}`);
  const amounts = wireAmounts(command, accepted, settings);
  if (amounts.kind === 'faults') {
    return unsendable(amounts.faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
  }
  const { amount } = amounts;
  if (command.takesAmount && amount === undefined) return unsendable(`a ${type} needs an amount`);
  const options = { ...command.defaults(accepted, accepted.options), ...accepted.options };
  const body: WireCommandBody = {
    ...options,
    ...amounts.options,
    ...tripleOf(terminal, settings.sendIdSucursalAs ?? pack.sendIdSucursalAs),
    command: command.functionCode,
    ...(amount !== undefined && { amount }),
    customId,
    ...(settings.webhook !== undefined && { webhook: settings.webhook }),
  };
  const cardSale = command.isCardSale(options);
  return {
    kind: 'ready',
    path: command.path,
    body,
    facts: { customId, functionCode: command.functionCode, amount, cardSale },
  };
}

function unsendable(cause: string): WireCommand {
  return { kind: 'unsendable', cause };
}

/** The ids stay the texts they are; a branch that is no number goes out as text (contract §4.0). */
function tripleOf(
  { idTerminal, idSucursal, serialNumber }: Terminal,
  sendAs: CountryPack['sendIdSucursalAs'],
) {
  const number = /^\d{1,15}$/.test(idSucursal) ? Number(idSucursal) : idSucursal;
  return { idTerminal, idSucursal: sendAs === 'int' ? number : idSucursal, serialNumber };
}
