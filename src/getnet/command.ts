import { findCurrency } from '../domain/money.js';
import type { Terminal } from '../domain/terminal.js';
import { isUndo, movesMoney } from '../domain/transaction-type.js';
import type { Accepted, Options } from '../domain/transaction.js';
import { toWireAmounts } from './countries/amounts.js';
import type { WireAmounts } from './countries/amounts.js';
import type { Command, CountryPack, CountrySettings } from './countries/country.js';
import { getCountryPack } from './countries/countries.js';
import type { MoneyTerms } from './mapping/charge.js';
import type { CommandFacts } from './mapping/identity.js';
import type { ReportTerms } from './mapping/report.js';
import type { OriginalSale } from './mapping/voided-sale.js';
import type { WireCommandBody } from './wire/command.js';

/** What a command's body depends on besides the request. */
export interface CommandSettings extends CountrySettings, TerminalIdSettings {
  /** The callback address; given, the command runs in async mode (contract §0.5 S1). */
  readonly webhook?: string;
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
export function buildCommand(accepted: Accepted, settings: CommandSettings): WireCommand {
  const { terminal, type } = accepted;
  const pack = getCountryPack(terminal.country);
  const command = pack.commands[type];
  if (command === undefined) return buildUnsendable(`terminals in ${terminal.country} take no ${type}`);
  const amounts = toWireAmounts(command, accepted, settings);
  if (amounts.kind === 'faults') {
    return buildUnsendable(amounts.faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
  }
  const options = { ...command.defaults(accepted, accepted.options), ...accepted.options };
  const missing = findMissing(command, amounts, options);
  if (missing !== undefined) return buildUnsendable(`a ${type} needs ${missing}`);
  const parts = { accepted, command, amounts, options, pack };
  return {
    kind: 'ready',
    path: command.path,
    body: buildBody(parts, settings),
    facts: buildFacts(parts, settings),
  };
}

type Sendable = Extract<WireAmounts, { kind: 'sendable' }>;

/** The last look before money moves: what it would be sent without. */
function findMissing({ takesAmount, undoing }: Command, { amount }: Sendable, options: Options) {
  if (takesAmount && amount === undefined) return 'an amount';
  return undoing && options[undoing.namedBy] === undefined ? `options.${undoing.namedBy}` : undefined;
}

interface Parts {
  readonly accepted: Accepted;
  readonly pack: CountryPack;
  readonly command: Command;
  readonly amounts: Sendable;
  /** Defaults included. */
  readonly options: Options;
}

function buildBody(
  { accepted, command, amounts, options }: Parts,
  settings: CommandSettings,
): WireCommandBody {
  const { terminal, customId } = accepted;
  const { amount } = amounts;
  return {
    ...options,
    ...amounts.options,
    ...buildTerminalIds(terminal, settings),
    command: command.functionCode,
    ...(amount !== undefined && { amount }),
    customId,
    ...(settings.webhook !== undefined && { webhook: settings.webhook }),
  };
}

/** An amount only where one was sent. */
function buildFacts(parts: Parts, settings: CommandSettings): CommandFacts {
  const { accepted, command, amounts, options, pack } = parts;
  const { amount } = amounts;
  const moving = movesMoney(accepted.type);
  const money = moving ? toMoneyTerms(parts, settings) : undefined;
  const report = moving ? undefined : toReportTerms(command, pack, settings);
  return {
    customId: accepted.customId,
    functionCode: command.functionCode,
    cardSale: command.isCardSale(options),
    ...(amount !== undefined && { amount }),
    ...(money && { money }),
    ...(accepted.type === 'void' && { voids: toOriginalSale(accepted, options) }),
    ...(report && { report }),
  };
}

function toMoneyTerms({ accepted, pack, amounts }: Parts, settings: CommandSettings): MoneyTerms | undefined {
  const minorPerWireUnit = pack.minorPerWireUnit(settings);
  if (minorPerWireUnit === undefined) return undefined;
  const { tip } = amounts.options;
  return {
    currency: findCurrency(pack.country),
    minorPerWireUnit,
    givesBack: isUndo(accepted.type),
    ...(tip !== undefined && tip > 0 && { tip }),
  };
}

function toOriginalSale({ undoes }: Accepted, { operationId }: Options): OriginalSale {
  const authorizationCode = undoes?.authorizationCode;
  return {
    ...(typeof operationId === 'number' && { operationId }),
    ...(authorizationCode !== undefined && { authorizationCode }),
  };
}

function toReportTerms(command: Command, pack: CountryPack, settings: CommandSettings): ReportTerms {
  return {
    currency: findCurrency(pack.country),
    minorPerWireUnit: pack.minorPerWireUnit(settings),
    answersWithVoucher: command.answersWithVoucher ?? false,
  };
}

function buildUnsendable(cause: string): WireCommand {
  return { kind: 'unsendable', cause };
}

/** What a merchant's branch ids go over the wire as. */
interface TerminalIdSettings {
  /** Overrides the country's way of sending `idSucursal`. */
  readonly sendIdSucursalAs?: CountryPack['sendIdSucursalAs'];
}

/** Names a terminal to Getnet. The ids stay the texts they are; a branch that is no number goes out as text (contract §4.0). */
export function buildTerminalIds(
  { country, idTerminal, idSucursal, serialNumber }: Terminal,
  { sendIdSucursalAs = getCountryPack(country).sendIdSucursalAs }: TerminalIdSettings,
): Pick<WireCommandBody, 'idTerminal' | 'idSucursal' | 'serialNumber'> {
  const number = /^\d{1,15}$/.test(idSucursal) ? Number(idSucursal) : idSucursal;
  return { idTerminal, idSucursal: sendIdSucursalAs === 'int' ? number : idSucursal, serialNumber };
}
