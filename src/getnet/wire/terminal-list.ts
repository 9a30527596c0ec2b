import { parseJson } from './json.js';

/** Getnet's name of a terminal (contract §4.0), as a list of terminals spells it. */
export interface WireTriple {
  readonly idTerminal: string;
  readonly idSucursal: string;
  readonly serialNumber: string;
}

/**
 * Reads the reply to `GET /api/posdata`, whose shape is not documented (contract §14.1): a list of triples, bare or anywhere
 * in a wrapper, grouped or not, keys in any case, ids as texts or numbers. Takes any text; never throws.
 *
 * @returns undefined where there is no list, or one whose entries are no triples.
 */
export function readTerminalList(body: string): readonly WireTriple[] | undefined {
  const reader: Reader = { triples: [], lists: 0, entries: 0 };
  collectTriples(parseNestedJson(body), reader, { around: {}, depth: 0 });
  const isReadable = reader.triples.length > 0 || (reader.lists > 0 && reader.entries === 0);
  return isReadable ? reader.triples : undefined;
}

interface Reader {
  readonly triples: WireTriple[];
  lists: number;
  entries: number;
}

/** Lists within groups within a wrapper; nothing deeper can be meant. */
const DEEPEST = 8;

interface Place {
  /** Fields of a group hold for everything in it: a branch and its terminals. */
  readonly around: Partial<WireTriple>;
  readonly depth: number;
}

function collectTriples(value: unknown, reader: Reader, { around, depth }: Place): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
  const own = Array.isArray(value) ? {} : readTripleFields(value);
  if (Array.isArray(value)) {
    reader.lists += 1;
    reader.entries += value.length;
  }
  const fields = { ...around, ...own };
  const { idTerminal, idSucursal, serialNumber } = fields;
  const isNamed = own.idTerminal !== undefined || own.serialNumber !== undefined;
  if (isNamed && idTerminal && idSucursal && serialNumber)
    reader.triples.push({ idTerminal, idSucursal, serialNumber });
  for (const part of Object.values(value)) collectTriples(part, reader, { around: fields, depth: depth + 1 });
}

const names: Readonly<Record<string, keyof WireTriple>> = {
  idterminal: 'idTerminal',
  idsucursal: 'idSucursal',
  serialnumber: 'serialNumber',
};

function readTripleFields(object: object): Partial<WireTriple> {
  const fields: [keyof WireTriple, string][] = Object.entries(object).flatMap(([key, value]) => {
    const name = names[key.toLowerCase().replaceAll(/[^a-z]/g, '')];
    const text = typeof value === 'string' || Number.isSafeInteger(value) ? String(value).trim() : '';
    return name !== undefined && text !== '' ? [[name, text]] : [];
  });
  return Object.fromEntries(fields);
}

/** A JSON text may come wrapped in another one. */
function parseNestedJson(text: string): unknown {
  try {
    const value = parseJson(text);
    return typeof value === 'string' && value !== text ? parseNestedJson(value) : value;
  } catch {
    return undefined;
  }
}
