import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/environment/environment.js';
import { SettingsInvalid } from '../../src/config/environment/settings-invalid.js';
import { listFaults } from './faults.js';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const reading = (source: NodeJS.ProcessEnv) => listFaults(() => readEnvironment(source));

const production = {
  NODE_ENV: 'production',
  MERCHANTS_FILE: '/etc/payments/merchants.json',
  GETNET_ENV: 'prod',
  GETNET_BASE_URL: 'https://api.getnet.example/api/postxs/',
};

describe('defaults', () => {
  it('nothing is set: every setting has the default of the documentation', () => {
    expect(readEnvironment({})).toEqual({
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: 3000,
      POSTGRES_PORT: 5433,
      LEDGER_INDEX_CALLS: 5,
      LEDGER_STALE_AFTER: 120_000,
      KEY_RETENTION: 31_536_000_000,
      METRICS_HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      RATE_LIMIT: 500,
      READ_RATE_LIMIT: 500,
      MAX_WAITS: 500,
      MAX_WAITS_PER_KEY: 100,
      MAX_STREAMS: 5000,
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_TASK_QUEUE: 'transactions',
      ALLOW_REPLICATED_NAMESPACE: false,
      TEMPORAL_PORT: 7233,
      TEMPORAL_UI_PORT: 8233,
      SIMULATOR_PORT: 4010,
      DATA_DIR: '.data',
      GETNET_ENV: 'uat',
      GETNET_EXTRA_HEADERS: {},
      GETNET_OFFLINE_MEANS: 'not_sent',
      GETNET_CDN_ERRORS_MEAN: 'unknown',
      GETNET_CHECK_TERMINALS: 'at_start',
      MERCHANTS_FILE: 'config/merchants.example.json',
      GETNET_TIMEOUT: 15_000,
      DISPATCH_WITHIN: 20_000,
      LIFECYCLE_WINDOW: 90_000,
      LIFECYCLE_LIMIT: 300_000,
      ATTENTION_AFTER: 900_000,
      QUARANTINE_SILENT_AFTER: 3_600_000,
      CALLBACK_VALID_FOR: 86_400_000,
      RETRY_WITHIN: 86_400_000,
      RETENTION: 30 * 86_400_000,
      WEBHOOK_RETRIES: [5, 30, 120, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400].map((s) => s * 1_000),
    });
  });

  it('a variable is empty or blank: it counts as unset', () => {
    const blank = {
      PORT: '',
      PUBLIC_URL: '  ',
      GETNET_AR_AMOUNT_UNIT: '',
      WORKER_GRACE: '',
      CALLBACK_KEYS: '',
    };
    expect(readEnvironment(blank)).toEqual(readEnvironment({}));
  });
});

describe('values', () => {
  it.each([
    ['250ms', 250],
    ['15s', 15_000],
    ['1.5s', 1_500],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['30d', 2_592_000_000],
  ])('a time is %s: it becomes milliseconds', (text, milliseconds) => {
    expect(readEnvironment({ GETNET_TIMEOUT: text }).GETNET_TIMEOUT).toBe(milliseconds);
  });

  it('a switch is set: it is on for true and off for false', () => {
    expect(readEnvironment({ ALLOW_REPLICATED_NAMESPACE: 'true' }).ALLOW_REPLICATED_NAMESPACE).toBe(true);
    expect(readEnvironment({ ALLOW_REPLICATED_NAMESPACE: 'false' }).ALLOW_REPLICATED_NAMESPACE).toBe(false);
  });

  it('retries are allowed for exactly as long as callbacks are accepted: that is taken', () => {
    expect(reading({ RETRY_WITHIN: '2h', CALLBACK_VALID_FOR: '2h' })).toEqual([]);
  });

  it('callback keys are given: they keep their order and their bytes', () => {
    const { CALLBACK_KEYS } = readEnvironment({ CALLBACK_KEYS: `new:${key(1)}, old_1:${key(2)}` });
    expect(CALLBACK_KEYS).toEqual([
      { kid: 'new', key: Buffer.alloc(32, 1) },
      { kid: 'old_1', key: Buffer.alloc(32, 2) },
    ]);
  });

  it('the public address ends in slashes: they are dropped, its path stays', () => {
    const source = { PUBLIC_URL: 'https://pay.example/getnet//', CALLBACK_KEYS: `a:${key(1)}` };
    expect(readEnvironment(source).PUBLIC_URL).toBe('https://pay.example/getnet');
  });

  it('a signature is configured: the header is in lower case, the key in bytes', () => {
    const environment = readEnvironment({
      CALLBACK_SIGNATURE_HEADER: 'X-Getnet-Signature',
      CALLBACK_SIGNATURE_KEY: key(7),
    });
    expect(environment.CALLBACK_SIGNATURE_HEADER).toBe('x-getnet-signature');
    expect(environment.CALLBACK_SIGNATURE_KEY).toEqual(Buffer.alloc(32, 7));
  });

  it('extra headers are a JSON object of texts: they are read as such', () => {
    const { GETNET_EXTRA_HEADERS } = readEnvironment({ GETNET_EXTRA_HEADERS: '{"X-Api-Key":"abc"}' });
    expect(GETNET_EXTRA_HEADERS).toEqual({ 'X-Api-Key': 'abc' });
  });
});

describe('wrong settings', () => {
  it.each([
    ['NODE_ENV', 'staging', /development, test or production/],
    ['PORT', '70000', /from 0 to 65535/],
    ['PORT', '-1', /from 0 to 65535/],
    ['PORT', '3000.5', /from 0 to 65535/],
    ['METRICS_PORT', 'none', /from 0 to 65535/],
    ['RATE_LIMIT', '0', /from 1 to 100000/],
    ['READ_RATE_LIMIT', '0.5', /from 1 to 100000/],
    ['MAX_WAITS', '0', /from 1 to 100000/],
    ['MAX_STREAMS', '0', /from 1 to 100000/],
    ['MAX_WAITS_PER_KEY', 'many', /from 1 to 100000/],
    ['METRICS_HOST', 'one two', /without spaces/],
    ['LOG_LEVEL', 'loud', /debug, info, warn or error/],
    ['TEMPORAL_ADDRESS', 'one two', /without spaces/],
    ['ALLOW_REPLICATED_NAMESPACE', 'yes', /true or false/],
    ['RETRY_WITHIN', 'a day', /such as 250ms/],
    ['GETNET_TIMEOUT', '15 apples', /such as 250ms/],
    ['GETNET_TIMEOUT', '-5s', /such as 250ms/],
    ['DISPATCH_WITHIN', '0s', /at least 1ms/],
    ['DISPATCH_WITHIN', '999999999999999d', /such as 250ms/],
    ['GETNET_BASE_URL', 'https://getnet.example/', /\/api\/postxs\//],
    ['GETNET_BASE_URL_CL', 'https://getnet.example/api/postxs', /\/api\/postxs\//],
    ['GETNET_BASE_URL_AR', 'ftp://getnet.example/api/postxs/', /http or https/],
    ['GETNET_BASE_URL', 'https://user:pw@getnet.example/api/postxs/', /http or https/],
    ['GETNET_AR_AMOUNT_UNIT', 'cents', /pesos or centavos/],
    ['GETNET_OFFLINE_MEANS', 'maybe', /not_sent or unknown/],
    ['GETNET_EXTRA_HEADERS', '{"x-api-key": 5}', /JSON object/],
    ['GETNET_EXTRA_HEADERS', '["x"]', /JSON object/],
    ['GETNET_EXTRA_HEADERS', 'x-api-key: abc', /JSON object/],
    ['GETNET_EXTRA_HEADERS', '{"x-a":"b\\r\\nc"}', /JSON object/],
    ['GETNET_EXTRA_HEADERS', '{"Country":"ar"}', /leave out Country/],
    ['CALLBACK_KEYS', 'abc', /kid:base64/],
    ['CALLBACK_KEYS', `a:${Buffer.alloc(31).toString('base64')}`, /at least 32 bytes/],
    ['CALLBACK_KEYS', `${'k'.repeat(17)}:${key(1)}`, /1 to 16/],
    ['CALLBACK_KEYS', `a:${key(1)},a:${key(2)}`, /twice/],
    ['CALLBACK_KEYS', `a:${key(1)},`, /kid:base64/],
  ])('%s is %j: it is named, with what would be right', (name, value, expected) => {
    const faults = reading({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} `));
    expect(faults[0]).toMatch(expected);
  });

  it.each([
    ['PUBLIC_URL', 'pay.example.com'],
    ['PUBLIC_URL', 'https://pay.example/?a=b'],
    ['PUBLIC_URL', 'https://pay.example/#x'],
  ])('%s is %j: it is named', (name, value) => {
    expect(reading({ [name]: value, CALLBACK_KEYS: `a:${key(1)}` })).toEqual([
      expect.stringMatching(/^PUBLIC_URL must be/),
    ]);
  });

  it('many settings are wrong: one line names all of them, those that only clash with others included', () => {
    const faults = reading({
      PORT: 'x',
      PUBLIC_URL: 'https://pay.example',
      GETNET_TIMEOUT: 'soon',
      LIFECYCLE_WINDOW: '5m',
      ATTENTION_AFTER: '1m',
      CALLBACK_SIGNATURE_HEADER: 'x-signature',
    });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'CALLBACK_KEYS',
      'CALLBACK_SIGNATURE_HEADER',
      'GETNET_TIMEOUT',
      'LIFECYCLE_LIMIT',
      'LIFECYCLE_WINDOW',
      'PORT',
    ]);
    const { message } = new SettingsInvalid(faults);
    for (const fault of faults) expect(message).toContain(fault);
    expect(message).not.toContain('\n');
  });

  it('the wrong value is a secret: the message does not quote it', () => {
    const secrets = {
      CALLBACK_KEYS: 'a:canary-key',
      CALLBACK_SIGNATURE_KEY: 'canary-key',
      GETNET_EXTRA_HEADERS: 'canary-key',
    };
    const faults = reading({ ...secrets, CALLBACK_SIGNATURE_HEADER: 'x-signature' });
    expect(faults).toHaveLength(3);
    expect(faults.join()).not.toContain('canary');
  });

  it.each([
    [{ LIFECYCLE_WINDOW: '5m' }, 'LIFECYCLE_WINDOW'],
    [{ LIFECYCLE_LIMIT: '15m' }, 'LIFECYCLE_LIMIT'],
    [{ RETRY_WITHIN: '23h' }, 'RETRY_WITHIN'],
    [{ CALLBACK_VALID_FOR: '2d' }, 'RETRY_WITHIN'],
    [{ CALLBACK_SIGNATURE_HEADER: 'x-s' }, 'CALLBACK_SIGNATURE_HEADER'],
    [{ CALLBACK_SIGNATURE_KEY: key(1) }, 'CALLBACK_SIGNATURE_HEADER'],
    [{ PUBLIC_URL: 'http://127.0.0.1:3000' }, 'CALLBACK_KEYS'],
  ])('%j: well-formed one by one but not together, so %s is named', (source, name) => {
    expect(reading(source)).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('a key that is given but wrong: it is named once, not as missing too', () => {
    expect(reading({ PUBLIC_URL: 'https://pay.example', CALLBACK_KEYS: 'nonsense' })).toHaveLength(1);
  });
});

describe('production', () => {
  it('all that matters is set: it is taken', () => {
    expect(reading(production)).toEqual([]);
    expect(reading({ ...production, LIFECYCLE_WINDOW: '90s', LIFECYCLE_LIMIT: '5m' })).toEqual([]);
    expect(reading({ ...production, LIFECYCLE_WINDOW: '2m', LIFECYCLE_LIMIT: '6m' })).toEqual([]);
  });

  it('somebody wants faster answers: both times that are shorter than Getnet’s are refused', () => {
    const faster = { LIFECYCLE_WINDOW: '5s', LIFECYCLE_LIMIT: '1m' };
    expect(reading({ ...production, ...faster }).map((fault) => fault.split(' ')[0])).toEqual([
      'LIFECYCLE_WINDOW',
      'LIFECYCLE_LIMIT',
    ]);
    expect(reading(faster)).toEqual([]);
  });

  it.each([
    [{ MERCHANTS_FILE: '' }, 'MERCHANTS_FILE'],
    [{ MERCHANTS_FILE: './config/merchants.example.json' }, 'MERCHANTS_FILE'],
    [{ GETNET_ENV: '' }, 'GETNET_ENV'],
    [{ RETENTION: '6d' }, 'RETENTION'],
    [{ LIFECYCLE_WINDOW: '45s' }, 'LIFECYCLE_WINDOW'],
    [{ LIFECYCLE_WINDOW: '89999ms' }, 'LIFECYCLE_WINDOW'],
    [{ LIFECYCLE_LIMIT: '299999ms' }, 'LIFECYCLE_LIMIT'],
    [{ PUBLIC_URL: 'http://pay.example', CALLBACK_KEYS: `a:${key(1)}` }, 'PUBLIC_URL'],
    [{ GETNET_BASE_URL: 'http://127.0.0.1:4010/api/postxs/' }, 'GETNET_BASE_URL'],
    [{ GETNET_BASE_URL: 'https://localhost/api/postxs/' }, 'GETNET_BASE_URL'],
    [{ GETNET_BASE_URL_CL: 'http://getnet.example/api/postxs/' }, 'GETNET_BASE_URL_CL'],
  ])('%j is only good for a demo: %s is refused', (source, name) => {
    expect(reading({ ...production, ...source })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
    expect(reading({ ...production, ...source, NODE_ENV: 'development' })).toEqual([]);
  });
});
