import type { LoggerService } from '@nestjs/common';
import type { Fields, Log } from './logger.js';
import { isError } from './plain.js';

/** Nest's own lines through our log. Nest gives its context as the last text, and an error's stack before it. */
export function nestLogger(log: Log): LoggerService {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: unknown, ...rest: readonly unknown[]): void =>
      log[level]({ ...contextIn(rest), ...partsOf(message) }, textOf(message));
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

/** @returns the function for `new DefaultLogger('INFO', …)` of Temporal's runtime. */
export function temporalLog(log: Log): (entry: TemporalLogEntry) => void {
  return ({ level, message, meta }) => log[levels[level]]({ ...meta }, message);
}

function contextIn(rest: readonly unknown[]): Fields {
  const context = rest.at(-1);
  const before = rest.slice(0, -1).filter((part) => part !== undefined);
  return {
    ...(context === undefined ? {} : { context }),
    ...(before.length === 0 ? {} : { details: before }),
  };
}

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return isError(message) ? message.message : 'Nest';
}

function partsOf(message: unknown): Fields {
  if (isError(message)) return { error: message };
  return typeof message === 'string' ? {} : { details: message };
}
