import type { Reply } from '../http/reply.js';
import { jsonReply } from '../http/reply.js';
import type { Terminal } from '../terminals/terminal.js';
import { acceptedWrapper } from '../wire/wrapper.js';
import type { ClientCall } from './call.js';
import type { PosdataVariant } from './behaviour.js';

/** Its path beside `/api/postxs/`, as the ledger shows it. */
export const posdataPath = '/api/posdata';

/** `GET /api/posdata`: the triples that belong to the credentials, of one branch if told. Contract §14.1. */
export function listTriples({ world, client, country, query }: ClientCall): Reply {
  const branch = query.get('idsucursal');
  const terminals = world.terminals
    .list()
    .map(({ terminal }) => terminal)
    .filter((terminal) => country === undefined || terminal.country === country)
    .filter(({ serialNumber }) => client.terminals?.includes(serialNumber) ?? true)
    .filter(({ idSucursal }) => branch === null || Number(idSucursal) === Number(branch));
  const words = world.behaviour.current.posdata ?? [];
  return jsonReply(
    wrapTriples(
      terminals.map((terminal) => renderTriple(terminal, words)),
      words,
    ),
  );
}

function renderTriple(
  { idTerminal, idSucursal, serialNumber }: Terminal,
  words: readonly PosdataVariant[],
): object {
  const branch = words.includes('padded') ? idSucursal.padStart(10, '0') : Number(idSucursal);
  const triple = { idTerminal, idSucursal: branch, serialNumber };
  return Object.fromEntries(Object.entries(triple).map(([name, value]) => [spellKey(name, words), value]));
}

function spellKey(name: string, words: readonly PosdataVariant[]): string {
  if (words.includes('upper_case')) return name.toUpperCase();
  return words.includes('lower_case') ? name.toLowerCase() : name;
}

function wrapTriples(triples: readonly object[], words: readonly PosdataVariant[]): object {
  if (words.includes('nested')) return { ...acceptedWrapper('OK', null), data: { posdata: triples } };
  return words.includes('wrapper') ? { ...acceptedWrapper('OK', null), data: triples } : triples;
}
