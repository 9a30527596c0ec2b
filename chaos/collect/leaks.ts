import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedHistory } from '../../src/dev/replay/histories.js';
import { processNames } from '../plan/disturbances.js';
import type { ChaosWorld } from '../world/world.js';
import { decodeHistory } from './histories.js';

/** Secrets in logs, histories and the data base of Temporal. The simulator logs what its scripts tell it to say. */
export function findLeaks(world: ChaosWorld, histories: readonly NamedHistory[]): readonly string[] {
  const places: Record<string, string> = {
    histories: histories.map(({ history }) => decodeHistory(history)).join('\n'),
    'temporal.db': readBytes(join(world.folder, 'temporal.db')),
    'temporal.db-wal': readBytes(join(world.folder, 'temporal.db-wal')),
  };
  for (const name of processNames) if (name !== 'simulator') places[name] = world.processes[name].log();
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(listSecrets(world)).flatMap(([name, secret]) =>
      text.includes(secret) ? [`${name} in ${place}`] : [],
    ),
  );
}

/** Of the tokens that passed by, the first hundred: each is looked for in all there is. */
const TOKENS = 100;

function listSecrets({ shops, callbackKeys, wires }: ChaosWorld): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(shops.map(({ id, clientSecret }) => [`the client secret of ${id}`, clientSecret])),
    ...Object.fromEntries(shops.map(({ id, apiKey }) => [`the API key of ${id}`, apiKey])),
    'the callback key': callbackKeys.split(':')[1] ?? callbackKeys,
    ...Object.fromEntries([...wires.secrets].slice(0, TOKENS).map((secret, at) => [`token ${at}`, secret])),
  };
}

function readBytes(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
