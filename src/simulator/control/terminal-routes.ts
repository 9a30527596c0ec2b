import { parseDuration } from '../durations.js';
import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import * as check from '../scripts/checks.js';
import type { Station } from '../terminals/directory.js';
import type { Shape, TerminalDescription } from '../terminals/terminal.js';
import { countries, languageOf, shapes } from '../terminals/terminal.js';
import type { Language } from '../wire/wording.js';
import { languages } from '../wire/wording.js';
import type { ControlCall, Route } from './route.js';
import { asked, refuse } from './route.js';

const branch = check.plain(
  'a text or a whole number',
  (value) => typeof value === 'string' || Number.isSafeInteger(value),
);
const manner = { shape: check.oneOf(...shapes), language: check.oneOf(...languages) };
const ids = { idTerminal: check.text, idSucursal: branch, serialNumber: check.text };
const description = check.record({ country: check.oneOf(...countries), ...ids, ...manner }, [
  'country',
  ...Object.keys(ids),
]);
const change = check.record({
  ...{ offline: check.flag, silent: check.flag, busyFor: check.duration, lastOperationId: check.count },
  ...manner,
});

interface Change {
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
    run: ({ world }) => json({ items: world.terminals.all().map(shown) }),
  },
  { method: 'POST', path: '/terminals', body: description, run: register },
  { method: 'PATCH', path: '/terminals/*', body: change, run: changeOne },
];

function register({ world, body }: ControlCall): Reply {
  const asTold = { ...body, idSucursal: String(body.idSucursal) } as TerminalDescription;
  const outcome = world.terminals.register(asTold);
  if (outcome === 'serving') return refuse(409, ['the terminal serves an operation: wait for its end']);
  const [station] = world.terminals.bySerialNumber(asTold.serialNumber, asTold.country);
  return json(station ? shown(station) : {}, outcome === 'registered' ? 201 : 200);
}

function changeOne(call: ControlCall): Reply {
  const country = countries.find((one) => one === asked(call, 'country')?.toUpperCase());
  const [station, another] = call.world.terminals.bySerialNumber(call.name, country);
  if (!station) return refuse(404, [`no terminal has the serial number ${call.name}: register it first`]);
  if (another)
    return refuse(409, [`both countries have a terminal ${call.name}: add ?country=CL or ?country=AR`]);
  const { busyFor, ...rest } = call.body as Change;
  Object.assign(station.terminal, rest);
  if (busyFor !== undefined) station.terminal.busyUntil = Date.now() + (parseDuration(busyFor) ?? 0);
  return json(shown(station));
}

function shown({ terminal, device }: Station): object {
  const standing = device.standing();
  const { country, idTerminal, idSucursal, serialNumber, shape, offline, silent } = terminal;
  return {
    ...{ country, idTerminal, idSucursal, serialNumber },
    ...{ shape: shape ?? 'default', language: languageOf(terminal), offline, silent },
    state: standing.kind === 'serving' ? standing.stage : standing.kind,
    serving:
      standing.kind === 'serving'
        ? { idPosTxs: String(standing.operation.idPosTxs), customId: standing.operation.customId ?? null }
        : null,
  };
}
