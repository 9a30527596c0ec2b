import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Environment } from './environment/environment.js';
import type { Redactor } from './redaction/redaction.js';
import { isError } from './redaction/to-plain-json.js';

/** Facts of an event. Correlation ids are plain fields: `requestId`, `transactionId`, `customId`. */
export type Fields = Readonly<Record<string, unknown>>;

/** Writes one event as one line of JSON, redacted. */
export interface Log {
  debug(fields: Fields, message: string): void;
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  /** A log that adds these fields to each of its lines. */
  with(fields: Fields): Log;
}

export type LogLevel = Environment['LOG_LEVEL'];

/** What a process's log needs to know. */
export interface LoggerOptions {
  /** The process: `api`, `worker`. */
  readonly name: string;
  readonly level: LogLevel;
  /** The one that is told every secret of the process: `settings.redactor`. */
  readonly redactor: Redactor;
  /** Where lines go; stdout unless given. */
  readonly destination?: DestinationStream;
}

/** The only log of a process: all that it writes is redacted. */
export function createLogger({ name, level, redactor, destination }: LoggerOptions): Log {
  const options = {
    level,
    base: { name, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return createLogOn(destination === undefined ? pino(options) : pino(options, destination), redactor);
}

function createLogOn(lines: Logger, redactor: Redactor, commonFields: Fields = {}): Log {
  const write = (level: LogLevel) => (fields: Fields, message: string) => {
    if (!lines.isLevelEnabled(level)) return;
    lines[level](
      renameReservedFields(redactor.value({ ...commonFields, ...fields })),
      redactor.redactText(message),
    );
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => createLogOn(lines, redactor, { ...commonFields, ...fields }),
  };
}

const reservedFields = new Set(['level', 'time', 'msg', 'name', 'pid']);

/** A field must not pass for the line's own: two fields of one name are read differently by every tool. */
function renameReservedFields(fields: unknown): object {
  const entries = Object.entries(Object(fields) as object);
  return Object.fromEntries(
    entries.map(([name, value]) => [reservedFields.has(name) ? `${name}_` : name, value]),
  );
}

/** Nest's own lines through our log. Nest gives its context as the last text, and an error's stack before it. */
export function createNestLogger(log: Log): LoggerService {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: unknown, ...rest: readonly unknown[]): void =>
      log[level]({ ...pickContext(rest), ...pickFields(message) }, pickText(message));
  return {
    verbose: write('debug'),
    debug: write('debug'),
    log: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('error'),
  };
}

/** One line as Temporal's SDK hands it to a log function. */
export interface TemporalLogEntry {
  readonly level: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
  readonly meta?: Readonly<Record<string | symbol, unknown>> | undefined;
}

const levels = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** For `new DefaultLogger('INFO', …)` of Temporal's runtime. */
export function createTemporalLog(log: Log): (entry: TemporalLogEntry) => void {
  return ({ level, message, meta }) => log[levels[level]]({ ...meta }, message);
}

function pickContext(rest: readonly unknown[]): Fields {
  const context = rest.at(-1);
  const before = rest.slice(0, -1).filter((part) => part !== undefined);
  return {
    ...(context === undefined ? {} : { context }),
    ...(before.length === 0 ? {} : { details: before }),
  };
}

function pickText(message: unknown): string {
  if (typeof message === 'string') return message;
  return isError(message) ? message.message : 'Nest';
}

function pickFields(message: unknown): Fields {
  if (isError(message)) return { error: message };
  return typeof message === 'string' ? {} : { details: message };
}
