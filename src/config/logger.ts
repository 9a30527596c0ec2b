import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Environment } from './environment.js';
import type { Redactor } from './redaction.js';

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

/** @returns the log of a process: the one way anything of ours is written. */
export function createLogger({ name, level, redactor, destination }: LoggerOptions): Log {
  const options = {
    level,
    base: { name, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return logOver(destination === undefined ? pino(options) : pino(options, destination), redactor);
}

function logOver(lines: Logger, redactor: Redactor, always: Fields = {}): Log {
  const write = (level: LogLevel) => (fields: Fields, message: string) => {
    if (!lines.isLevelEnabled(level)) return;
    lines[level](unreserved(redactor.value({ ...always, ...fields })), redactor.text(message));
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    with: (fields) => logOver(lines, redactor, { ...always, ...fields }),
  };
}

const reserved = new Set(['level', 'time', 'msg', 'name', 'pid']);

/** A field must not pass for the line's own: two fields of one name are read differently by every tool. */
function unreserved(fields: unknown): object {
  const entries = Object.entries(Object(fields) as object);
  return Object.fromEntries(entries.map(([name, value]) => [reserved.has(name) ? `${name}_` : name, value]));
}
