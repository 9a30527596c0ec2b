import { parseDuration } from '../settings.js';
import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import * as check from '../scripts/checks.js';
import type { Station } from '../devices/directory.js';
import type { Shape, TerminalDescription } from '../terminals/terminal.js';
import { countries, getTerminalLanguage, shapes } from '../terminals/terminal.js';
import type { Language } from '../terminals/language.js';
import { languages } from '../terminals/language.js';
import type { ControlCall, Route } from './route.js';
import { readQuery, refuse } from './route.js';

const branchCheck = check.createCheck(
  'a text or a whole number',
  (value) => typeof value === 'string' || Number.isSafeInteger(value),
);
const layoutFields = { shape: check.oneOf(...shapes), language: check.oneOf(...languages) };
const ids = { idTerminal: check.text, idSucursal: branchCheck, serialNumber: check.text };
const descriptionCheck = check.record({ country: check.oneOf(...countries), ...ids, ...layoutFields }, [
  'country',
  ...Object.keys(ids),
]);
const changeCheck = check.record({
  offline: check.flag,
  silent: check.flag,
  busyFor: check.duration,
  lastOperationId: check.count,
  ...layoutFields,
});

interface TerminalChange {
  readonly offline?: boolean;
  readonly silent?: boolean;
  readonly lastOperationId?: number;
  readonly busyFor?: string;
  readonly shape?: Shape;
  readonly language?: Language;
}

/** The terminals: which there are, and what happens to them outside the cloud. */
export const terminalRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/terminals',
    run: ({ world }) => jsonReply({ items: world.terminals.list().map(renderTerminal) }),
  },
  { method: 'POST', path: '/terminals', body: descriptionCheck, run: registerTerminal },
  { method: 'PATCH', path: '/terminals/*', body: changeCheck, run: changeTerminal },
];

function registerTerminal({ world, body }: ControlCall): Reply {
  const description = { ...body, idSucursal: String(body.idSucursal) } as TerminalDescription;
  const outcome = world.terminals.register(description);
  if (outcome === 'serving') return refuse(409, ['the terminal serves an operation: wait for its end']);
  const [station] = world.terminals.findBySerialNumber(description.serialNumber, description.country);
  return jsonReply(station ? renderTerminal(station) : {}, outcome === 'registered' ? 201 : 200);
}

function changeTerminal(call: ControlCall): Reply {
  const country = countries.find((one) => one === readQuery(call, 'country')?.toUpperCase());
  const [station, another] = call.world.terminals.findBySerialNumber(call.name, country);
  if (!station) return refuse(404, [`no terminal has the serial number ${call.name}: register it first`]);
  if (another)
    return refuse(409, [`both countries have a terminal ${call.name}: add ?country=CL or ?country=AR`]);
  const { busyFor, ...rest } = call.body as TerminalChange;
  Object.assign(station.terminal, rest);
  if (busyFor !== undefined) station.terminal.busyUntilMs = Date.now() + (parseDuration(busyFor) ?? 0);
  return jsonReply(renderTerminal(station));
}

function renderTerminal({ terminal, device }: Station): object {
  const standing = device.readState();
  const { country, idTerminal, idSucursal, serialNumber, shape, offline, silent } = terminal;
  return {
    country,
    idTerminal,
    idSucursal,
    serialNumber,
    shape: shape ?? 'default',
    language: getTerminalLanguage(terminal),
    offline,
    silent,
    state: standing.kind === 'serving' ? standing.stage : standing.kind,
    serving:
      standing.kind === 'serving'
        ? { idPosTxs: String(standing.operation.idPosTxs), customId: standing.operation.customId ?? null }
        : null,
  };
}
