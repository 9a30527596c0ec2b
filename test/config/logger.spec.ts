import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createNestLogger, createTemporalLog } from '../../src/config/logger.js';
import { createLogger } from '../../src/config/logger.js';
import type { LogLevel } from '../../src/config/logger.js';
import { createRedactor } from '../../src/config/redaction/redaction.js';

function logging(level: LogLevel = 'info') {
  const lines: string[] = [];
  const redactor = createRedactor(['canary-secret']);
  const log = createLogger({
    name: 'api',
    level,
    redactor,
    destination: { write: (line) => lines.push(line) },
  });
  return {
    log,
    lines,
    redactor,
    events: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('a log', () => {
  it('an event is logged: it is one line of JSON with level, time, process and its fields', () => {
    const { log, lines, events } = logging();
    log.info({ transactionId: 'tx_1', requestId: 'r', lines: 'one\ntwo' }, 'accepted');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(events()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        name: 'api',
        pid: process.pid,
        transactionId: 'tx_1',
        requestId: 'r',
        lines: 'one\ntwo',
        msg: 'accepted',
      },
    ]);
  });

  it('secrets stand in fields and message, one of them learned a moment ago: none is written', () => {
    const { log, lines, redactor } = logging();
    redactor.addSecrets('api-key-seen');
    log.error(
      { reason: new Error('canary-secret refused'), headers: { authorization: 'x' } },
      'with api-key-seen',
    );
    log.with({ token: 'canary' }).warn({ card: '4111 1111 1111 1111' }, 'bearer abc');
    expect(lines.join('')).not.toMatch(/canary|api-key-seen|4111|abc|"x"/);
  });

  it('a field is named like one of the line itself: both stay, under different names', () => {
    const { log, lines, events } = logging();
    log.info({ level: 'high', time: 'noon', msg: 'm', name: 'n' }, 'hello');
    expect(events()[0]).toMatchObject({
      level: 'info',
      msg: 'hello',
      level_: 'high',
      time_: 'noon',
      msg_: 'm',
      name_: 'n',
    });
    expect(lines[0]?.match(/"level":/g)).toHaveLength(1);
  });

  it('the level is warn: less is not written', () => {
    const { log, events } = logging('warn');
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    expect(events().map(({ msg }) => msg)).toEqual(['c', 'd']);
  });

  it('a log has fields of its own: each line carries them, and its parent does not', () => {
    const { log, events } = logging();
    log.with({ customId: 'tx_1' }).with({ attempt: 2 }).info({ step: 'sent' }, 'a');
    log.info({}, 'b');
    expect(events()[0]).toMatchObject({ customId: 'tx_1', attempt: 2, step: 'sent' });
    expect(events()[1]).not.toHaveProperty('customId');
  });
});

describe('lines of others', () => {
  it('Nest logs with a context, an error with its stack: both become events of ours', () => {
    const { log, events } = logging();
    const nest = new Logger('Routes', { timestamp: false });
    Logger.overrideLogger(createNestLogger(log));
    nest.log('mapped');
    nest.error('failed with canary-secret', 'stack of it');
    nest.warn({ routes: 3 });
    Logger.overrideLogger(false);
    expect(events()).toMatchObject([
      { level: 'info', msg: 'mapped', context: 'Routes' },
      { level: 'error', msg: 'failed with [redacted]', context: 'Routes', details: ['stack of it'] },
      { level: 'warn', context: 'Routes', details: { routes: 3 } },
    ]);
  });

  it('Temporal logs with attributes: the level is ours and the attributes are fields, redacted', () => {
    const { log, events } = logging('debug');
    const write = createTemporalLog(log);
    write({ level: 'TRACE', message: 'poll' });
    write({
      level: 'WARN',
      message: 'slow',
      meta: { workflowId: 'transaction/tx_1', error: new Error('canary-secret') },
    });
    expect(events()).toMatchObject([
      { level: 'debug', msg: 'poll' },
      { level: 'warn', msg: 'slow', workflowId: 'transaction/tx_1', error: { message: '[redacted]' } },
    ]);
  });
});
