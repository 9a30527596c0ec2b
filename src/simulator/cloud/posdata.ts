import type { Reply } from '../http/reply.js';
import { json } from '../http/reply.js';
import type { Terminal } from '../terminals/terminal.js';
import { accepted } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';
import type { PosdataWord } from './manner.js';

/** Its path beside `/api/postxs/`, as the ledger shows it. */
export const posdataPath = '/api/posdata';

/** `GET /api/posdata`: the triples that belong to the credentials, of one branch if told. Contract §14.1. */
export function posdata({ world, client, country, query }: ClientCall): Reply {
  const branch = query.get('idsucursal');
  const terminals = world.terminals
    .all()
    .map(({ terminal }) => terminal)
    .filter((terminal) => country === undefined || terminal.country === country)
    .filter(({ serialNumber }) => client.terminals?.includes(serialNumber) ?? true)
    .filter(({ idSucursal }) => branch === null || Number(idSucursal) === Number(branch));
  const words = world.manners.current.posdata ?? [];
  return json(
    wrapped(
      terminals.map((terminal) => tripleOf(terminal, words)),
      words,
    ),
  );
}

function tripleOf({ idTerminal, idSucursal, serialNumber }: Terminal, words: readonly PosdataWord[]): object {
  const branch = words.includes('padded') ? idSucursal.padStart(10, '0') : Number(idSucursal);
  const triple = { idTerminal, idSucursal: branch, serialNumber };
  return Object.fromEntries(Object.entries(triple).map(([name, value]) => [spelled(name, words), value]));
}

function spelled(name: string, words: readonly PosdataWord[]): string {
  if (words.includes('upper_case')) return name.toUpperCase();
  return words.includes('lower_case') ? name.toLowerCase() : name;
}

function wrapped(triples: readonly object[], words: readonly PosdataWord[]): object {
  if (words.includes('nested')) return { ...accepted('OK', null), data: { posdata: triples } };
  return words.includes('wrapper') ? { ...accepted('OK', null), data: triples } : triples;
}
