import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/environment/environment.js';
import { listDatabasePasswords } from '../../src/config/redaction/database-passwords.js';
import { collectEnvironmentSecrets, readSettings } from '../../src/config/settings.js';
import { listFaults } from './faults.js';

const open = (DATABASE_URL: string) =>
  readSettings('api', { MERCHANTS_FILE: 'config/merchants.example.json', ...demo, DATABASE_URL });
const demo = {
  GETNET_AR_AMOUNT_UNIT: 'pesos',
  DEMO_CL_CLIENT_ID: 'cl',
  DEMO_CL_CLIENT_SECRET: 'cl-secret',
  DEMO_AR_CLIENT_ID: 'ar',
  DEMO_AR_CLIENT_SECRET: 'ar-secret',
};

describe('the password of the ledger', () => {
  it.each([
    ['postgres://u:plain-one@db/l', ['plain-one']],
    ['postgres://u:alpha%2Fbeta%3Ac@db/l', ['alpha%2Fbeta%3Ac', 'alpha/beta:c']],
    ['postgres://u:100%pure@db/l', ['100%pure']],
    ['postgres://u:100%pure%2F@db/l', ['100%pure%2F', '100%pure/']],
    ['postgres://db/l?user=u&password=s3cret', ['s3cret']],
    ['postgres://db/l?password=alpha%2Fbeta&ssl=true', ['alpha%2Fbeta', 'alpha/beta']],
    ['postgres://u:the-first@db/l?password=the-second', ['the-first', 'the-second']],
    ['postgres://u@db/l', []],
  ])('%s: no log line shows it', (url, passwords) => {
    expect(listDatabasePasswords(url)).toEqual(passwords);
    const shown = passwords.map((password) => `line with ${password} in it`);
    const { redactor } = open(url);
    expect(shown.map((line) => redactor.redactText(line))).toEqual(
      passwords.map(() => 'line with [redacted] in it'),
    );
  });

  it('it is not in the address but where the driver looks too: it is a secret all the same', () => {
    expect(collectEnvironmentSecrets(readEnvironment({}), { PGPASSWORD: 'canary' })).toContain('canary');
  });

  it.each(['postgres://u:%ff@db/l', 'postgres://u:%zz%99@db/l'])(
    '%s cannot be read by the driver: the setting is named at start, and no password is shown',
    (url) => {
      const faults = listFaults(() => open(url));
      expect(faults).toEqual([expect.stringMatching(/^DATABASE_URL .*%25$/)]);
    },
  );
});
