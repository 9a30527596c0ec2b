import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { environmentSchema } from '../../src/config/environment/environment.schema.js';
import { readEnvironment } from '../../src/config/environment/environment.js';
import { defaultSettings, readSettings, variables } from '../../src/simulator/settings.js';
import { listFaults } from './faults.js';

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const uncommented = text.replace(/^# (?=[A-Z][A-Z0-9_]*=)/gm, '');
const names = [...uncommented.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);

describe('.env.example', () => {
  it('a variable is added to the service or the simulator: it is listed here too', () => {
    const known = [...Object.keys(environmentSchema.shape), ...variables.map(({ name }) => name)];
    expect(names).toEqual(expect.arrayContaining(known));
    expect(new Set(names).size).toBe(names.length);
  });

  it('it is copied to .env as it is: nothing differs from the defaults', () => {
    expect(readEnvironment(parseEnv(text))).toEqual(readEnvironment({}));
    expect(readEnvironment(parseEnv(uncommented))).toEqual(readEnvironment({}));
    expect(readSettings(parseEnv(text))).toEqual({ kind: 'settings', settings: defaultSettings });
  });

  it('it is copied to .env as it is: what changes by its mere presence stays unset', () => {
    const set = Object.keys(parseEnv(text));
    expect(set).not.toContain('GETNET_ENV');
    expect(set).not.toContain('TEMPORAL_ADDRESS');
    expect(set).not.toContain('TEMPORAL_API_KEY');
    expect(set.filter((name) => name.startsWith('TEMPORAL_TLS'))).toEqual([]);
  });

  it('it is copied to .env and used in production: each guard of production still asks', () => {
    const copied = { ...parseEnv(text), NODE_ENV: 'production' };
    const faults = listFaults(() => readEnvironment(copied));
    expect(faults).toEqual(listFaults(() => readEnvironment({ NODE_ENV: 'production' })));
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['MERCHANTS_FILE', 'GETNET_ENV']);
  });

  it('a variable stands in it: the line above is its meaning, or its neighbour with the same meaning', () => {
    const lines = uncommented.split('\n');
    const bare = lines.filter(
      (line, at) => /^[A-Z]/.test(line) && !/^(# .{10,}|[A-Z])/.test(lines[at - 1] ?? ''),
    );
    expect(bare).toEqual([]);
  });
});
