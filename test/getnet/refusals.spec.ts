import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DispatchOutcome, RefusalReason } from '../../src/domain/dispatch.js';
import { judgeReply } from '../../src/getnet/mapping/dispatch-outcome.js';
import { REFUSAL_WITHIN_MS, doubtLateRefusal } from '../../src/getnet/mapping/late-refusal.js';
import { classifyServerError } from '../../src/getnet/mapping/server-error.js';
import { readAnswer } from '../../src/getnet/wire/answer.js';
import { command } from './support/any-answer.js';

const refusals: readonly (readonly [string, RefusalReason])[] = [
  ['UNAUTHORIZED', 'unauthorized'],
  [' unauthorized\n', 'unauthorized'],
  ['KEYPOS NOT FOUND', 'terminal_unknown'],
  ['KEYPOS NOT FOUND 80009012', 'terminal_unknown'],
  ['KEYPOS NOT FOUND: 15005090, 90, SN9015000005M', 'terminal_unknown'],
  ['KEYPOS ID NOT FOUND', 'terminal_unknown'],
  ['ERROR: keypos not found', 'terminal_unknown'],
  ['KEYPOS_NOT_FOUND', 'terminal_unknown'],
  ['Keypos no encontrado:\r\nverifique terminal, sucursal y número de serie', 'terminal_unknown'],
  ['NO SE ENCONTRÓ EL KEYPOS 5M15', 'terminal_unknown'],
  ['KEYPOS INVÁLIDO', 'terminal_unknown'],
  ['INCORRECT REQUEST FOR MERCHANT ID', 'terminal_unknown'],
  ['Incorrect request for merchant ID: 90015', 'terminal_unknown'],
  ['SOLICITUD INCORRECTA PARA EL ID DE COMERCIO', 'terminal_unknown'],
  ['OPERATION IN PROGRESS (15s)', 'terminal_busy'],
  ['OPERATION IN PROGRESS (5m)', 'terminal_busy'],
  ['operation in progress(5 M)', 'terminal_busy'],
  ['OPERATION IN PROGRESS (5m) 80009012', 'terminal_busy'],
  ['OPERACION EN CURSO (15s)', 'terminal_busy'],
  ['OPERACIÓN EN CURSO (15 segundos)', 'terminal_busy'],
  ['Operación en curso, reintente en 5 minutos', 'terminal_busy'],
  ['Operacio\u0301n en curso, reintente dentro de 15 segundos', 'terminal_busy'],
  ['Hay una operación en curso. Intente más tarde', 'terminal_busy'],
  ['TERMINAL OCUPADO', 'terminal_busy'],
  ['El POS está ocupado con otra operación', 'terminal_busy'],
  ['OPERACION EN PROCESO (5m)', 'terminal_busy'],
  ['OPERACION EN EJECUCION', 'terminal_busy'],
  ['TERMINAL BUSY, RETRY AFTER 15 SECONDS', 'terminal_busy'],
  ['TRANSACTION IN PROGRESS, PLEASE TRY AGAIN IN 5 MINUTES', 'terminal_busy'],
  ['OperaciÃ³n en curso (15s)', 'terminal_busy'],
  ['Operaci\uFFFDn en curso (15s)', 'terminal_busy'],
  ['Ya existe una transacción en curso en el POS', 'terminal_busy'],
  ['C2C-001 OPERATION IN PROGRESS - WAIT 15 SECONDS AND RETRY', 'terminal_busy'],
  ['C2C SERVICE NOT RESPONDING', 'terminal_offline'],
  ['C2C SERVICE NOT RESPONDING. CHECK POWER AND INTERNET', 'terminal_offline'],
  ['C2C service\nis not responding.', 'terminal_offline'],
  ['SERVICIO C2C NO RESPONDE', 'terminal_offline'],
  ['El servicio C2C no está respondiendo', 'terminal_offline'],
  ['C2C SERVICE NOT RESPONDING 80009012', 'terminal_offline'],
];

const doubts = [
  'LA OPERACION NO RESPONDIO EN 5 MINUTOS',
  'TIEMPO MAXIMO DE OPERACION (5 MINUTOS)',
  'OPERATION EXCEEDED 5 MINUTES',
  'OPERACION ENVIADA AL POS, SIN RESPUESTA EN 15 SEGUNDOS',
  'KEYPOS OPERACION ENVIADA, SIN RESPUESTA',
  'KEYPOS NOT FOUND, OPERATION SENT',
  'KEYPOS TIMED OUT',
  'KEYPOS NO RESPONDE',
  'OPERACION (15s)',
  'OPERATION 5M',
  'OPERATION TIMEOUT (15s)',
  'OPERATION IN PROGRESS (90s)',
  'OPERATION IN PROGRESS TIME OUT (5m)',
  'OPERACION EN CURSO: SUPERO LOS 5 MINUTOS',
  'OPERACION EN CURSO SIN RESPUESTA (5m)',
  'OPERATION IN PROGRESS FOR 5 MINUTES',
  'OPERACION EN PROCESO DESDE HACE 5 MINUTOS',
  'OPERATION IN PROGRESS WAS CANCELLED',
  'OPERACION EN CURSO ANULADA POR EL CLIENTE',
  'OPERACION EN CURSO: L\uFFFDMITE ALCANZADO',
  'OPERACION EN CURSO: LÃ\u008dMITE (5m)',
  'OPERACIÓN EN CURSO EXCEDIÓ EL LÍMITE (5m)',
  'NO HAY OPERACION EN CURSO',
  'NO OPERATION IN PROGRESS',
  'ERROR PROCESSING OPERATION (15s)',
  'OPERATION PROCESSED (15s)',
  'PROCESO FINALIZADO (15s)',
  'C2C SERVICE NOT RESPONDING TO THE OPERATION SENT',
  'C2C SERVICE NOT RESPONDING AFTER 15 SECONDS',
  'SERVICIO C2C NO RESPONDE: TIEMPO AGOTADO',
  'SERVICIO C2C NO RESPONDE, SIN RESPUESTA DEL POS',
  'EL SERVICIO C2C NO RESPONDIO',
  'C2C RESPONDED WITH AN ERROR',
  'UNAUTHORIZED BY ISSUER',
  'TRANSACCION NO AUTORIZADA',
  'INCORRECT REQUEST FOR MERCHANT ID: OPERATION CANCELLED',
  'INVALID REQUEST',
  'OPERATION STILL IN PROGRESS AFTER 5 MINUTES',
  'OPERATION IN PROGRESS 5 MINUTES AGO',
  'IN PROGRESS (300s)',
  'OPERACION SALIO AL POS, EN CURSO',
  'OPERACION EN CURSO, SE DIO DE BAJA',
  'OPERACION EN CURSO, DESISTIDA',
  'OPERATION IN PROGRESS, CARD READ',
  'OPERATION IN PROGRESS KILLED',
  'KEYPOS NOT FOUND IN 15 SECONDS',
  'C2C SERVICE NOT RESPONDING TO THE COMMAND',
  'KEYPOS',
  '',
];

const wordsOfDoubt = [
  'TIMEOUT',
  'time out',
  'timed-out',
  'Tiempo de espera',
  'TIEMPO LIMITE',
  'tiempo máximo',
  'PLAZO VENCIDO',
  'EXCEEDED',
  'EXCEDIÓ',
  'excedido',
  'SUPERADO',
  'AGOTADO',
  'EXPIRED',
  'expirada',
  'CUMPLIDO',
  'ALCANZADO',
  'LÍMITE',
  'LIFECYCLE',
  'DEADLINE',
  'DEMORADA',
  'TARDO',
  'OVERDUE',
  '90 SECONDS',
  '90s',
  'SENT',
  'SENDING',
  'ENVIADA',
  'enviado',
  'ENVÍO',
  'DISPATCHED',
  'TRANSMITIDA',
  'DELIVERED',
  'ENTREGADA',
  'RECEIVED',
  'RECIBIDA',
  'ACCEPTED',
  'ACEPTADA',
  'SUBMITTED',
  'RESPONDIÓ',
  'RESPONSE',
  'sin respuesta',
  'NO RESPONDE',
  'ANSWERED',
  'NO REPLY',
  'CONTESTÓ',
  'RESPOND',
  'CANCELLED',
  'canceled',
  'CANCELADA',
  'ANULADA',
  'ABORTED',
  'REVERSADA',
  'INTERRUMPIDA',
  'DETENIDA',
];

const saying = (message: string, httpStatus = 200) =>
  judgeReply(readAnswer(httpStatus, JSON.stringify({ code: 0, message, data: null })), command);

describe('a refusal is recognised by its whole meaning', () => {
  it.each(refusals)('%j: %s', (message, reason) => {
    expect(classifyServerError(message)).toEqual({ kind: 'refusal', reason });
    expect(saying(message)).toMatchObject({ kind: 'refused', reason });
  });

  it.each(doubts)('%j: unknown, and never that nothing was sent', (message) => {
    expect(classifyServerError(message).kind).not.toBe('refusal');
    expect(saying(message).kind).toBe('unknown');
  });

  it('any refusal, in any dress, with a word of time, sending, answering or cancelling: unknown', () => {
    const dress = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => text.toLowerCase(),
      (text) => text.normalize('NFD'),
      (text) => text.replaceAll(' ', '\n'),
      (text) => text.replaceAll(' ', '_'),
      (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
    );
    const between = fc.constantFrom(' ', ': ', '. ', ' - ', '\r\n', ' (', ', ');
    const parts = fc.tuple(
      fc.constantFrom(...refusals),
      fc.constantFrom(...wordsOfDoubt),
      between,
      dress,
      fc.boolean(),
    );
    fc.assert(
      fc.property(parts, ([[refusal], word, gap, dressed, first]) => {
        const text = dressed(first ? `${word}${gap}${refusal}` : `${refusal}${gap}${word}`);
        expect(classifyServerError(text).kind).not.toBe('refusal');
        expect(saying(text).kind).toBe('unknown');
      }),
      { numRuns: 5_000 },
    );
  });

  it('any refusal with ids and counts of any digits behind it: the same refusal', () => {
    const ids = fc.array(fc.stringMatching(/^(?:SN|NAC|AR)?\d{4,10}$/), { minLength: 1, maxLength: 3 });
    const named = refusals.filter(([, reason]) => reason !== 'unauthorized');
    fc.assert(
      fc.property(fc.constantFrom(...named), ids, ([refusal, reason], numbers) => {
        expect(classifyServerError(`${refusal} ${numbers.join(', ')}`)).toEqual({ kind: 'refusal', reason });
      }),
    );
  });
});

describe('an HTTP refusal that carries a message', () => {
  it.each([
    [401, 'TOKEN EXPIRED'],
    [401, 'La sesión ha expirado'],
    [403, 'ACCESS DENIED'],
    [429, 'RATE LIMIT EXCEEDED'],
    [429, 'Límite de peticiones excedido'],
  ])('HTTP %d %s: refused, nothing was sent', (httpStatus, message) => {
    expect(saying(message, httpStatus).kind).toBe('refused');
  });

  it.each([
    [401, 'TIMEOUT (90 SECONDS)'],
    [403, 'OPERACION ENVIADA AL POS'],
    [429, 'OPERATION EXCEEDED 5 MINUTES'],
    [429, 'REQUEST SENT TO TERMINAL, LIMIT EXCEEDED'],
  ])('HTTP %d %s: it hints at an operation, so unknown', (httpStatus, message) => {
    expect(saying(message, httpStatus).kind).toBe('unknown');
  });
});

describe('a refusal that comes late', () => {
  const late = REFUSAL_WITHIN_MS + 1;
  const refused: readonly RefusalReason[] = [
    'terminal_busy',
    'terminal_unknown',
    'terminal_offline',
    'unauthorized',
    'forbidden',
    'rate_limited',
  ];

  it.each(refused)('%s: a refusal when it came at once, unknown when it came late', (reason) => {
    const outcome: DispatchOutcome = { kind: 'refused', reason, message: 'x' };
    expect(doubtLateRefusal(outcome, late)).toEqual({
      kind: 'unknown',
      cause: `refused (${reason}) only after 5.0 s: x`,
    });
    expect(doubtLateRefusal(outcome, REFUSAL_WITHIN_MS)).toBe(outcome);
  });

  it('without a message, as HTTP 401 comes: the reason alone is told', () => {
    const outcome: DispatchOutcome = { kind: 'refused', reason: 'unauthorized' };
    expect(doubtLateRefusal(outcome, late)).toEqual({
      kind: 'unknown',
      cause: 'refused (unauthorized) only after 5.0 s',
    });
  });

  it('a result, an unknown or a connection that never stood: as it is, however late', () => {
    const outcomes: readonly DispatchOutcome[] = [
      { kind: 'unknown', cause: 'x' },
      { kind: 'unreachable', cause: 'x' },
      { kind: 'expired' },
    ];
    for (const outcome of outcomes) expect(doubtLateRefusal(outcome, 300_000)).toBe(outcome);
  });
});
