import type { RefusalReason } from '../../domain/dispatch.js';
import type { WireAnswer } from '../wire/answer.js';
import { readingsOf, wordsOf } from './message-text.js';
import { isInDoubt } from './words-of-doubt.js';

/** What the message of a wrapper with code 0 says (contract §8, §14). Only the refusals prove that nothing was dispatched. */
export type ServerError =
  | { readonly kind: 'refusal'; readonly reason: RefusalInWords }
  | { readonly kind: 'id_not_found' }
  /** It speaks of time, sending, answering, cancelling or ending: the command may have reached the terminal. */
  | { readonly kind: 'in_doubt' }
  | { readonly kind: 'other' };

type RefusalInWords = Exclude<RefusalReason, 'mode_unavailable' | 'forbidden' | 'rate_limited'>;

const NO_SUCH_ID =
  /^(?!.*KEY ?POS).*\bID\b.*(?:NOT FOUND|NO (?:SE |FUE |HA SIDO )?ENCONTR|NO EXISTE|NOT EXIST)/;

/**
 * Reads any text at all, whatever its case, accents, punctuation and language. A refusal is recognised by its whole
 * meaning (contract §14.3): its own words, and none of doubt beside them. What is not surely a refusal is none.
 */
export function serverErrorOf(message: string): ServerError {
  const readings = readingsOf(message);
  if (readings === undefined) return { kind: 'other' };
  const errors = readings.map(errorIn);
  return errors.find(({ kind }) => kind === 'in_doubt') ?? errors[0] ?? { kind: 'other' };
}

function errorIn(reading: string): ServerError {
  const words = wordsOf(reading);
  if (reading === 'UNAUTHORIZED') return { kind: 'refusal', reason: 'unauthorized' };
  if (NO_SUCH_ID.test(words)) return { kind: 'id_not_found' };
  const refusal = refusalIn(reading.replace(LABEL, ''));
  if (refusal !== undefined && !isInDoubt(refusal.beside)) {
    return { kind: 'refusal', reason: refusal.reason };
  }
  return { kind: isInDoubt(words) ? 'in_doubt' : 'other' };
}

/** `ERROR:` before the message proper. */
const LABEL = /^(?:ERROR|AVISO|WARNING)(?: [A-Z0-9]{1,6})? \| /;

interface Refusal {
  readonly reason: RefusalInWords;
  /** What stands beside the words that make it a refusal. */
  readonly beside: string;
}

function refusalIn(reading: string): Refusal | undefined {
  const words = wordsOf(reading);
  if (KEYPOS.test(words) && MISSING.test(words)) return { reason: 'terminal_unknown', beside: words };
  if (WRONG_MERCHANT.test(words)) return { reason: 'terminal_unknown', beside: words };
  if (OFFLINE.test(words)) return offline(words);
  return isBusy(reading) ? { reason: 'terminal_busy', beside: words } : undefined;
}

const KEYPOS = /\bKEY ?POS\b/;
const MISSING =
  /\b(?:NO|NOT|SIN)\b.*\b(?:FOUND|ENCONTR|EXIST|REGIST|VALID|MATCH|COINCID|ASSIGN|ASIGN|ASOCIAD|HABILITAD|ENABLED|ACTIV)|INEXISTENTE|INVALID|INCORRECT|ERRONE|WRONG|UNKNOWN|DESCONOCID|MISSING|REQUIRED|REQUERID|UNREGISTERED/;
/** `INCORRECT REQUEST FOR MERCHANT ID` (contract §14.2): a wrong element of the triple. */
const WRONG_MERCHANT =
  /\b(?:INCORRECT (?:REQUEST|MERCHANT)|(?:REQUEST|SOLICITUD|PETICION) INCORRECT[OA]?)\b.*\b(?:MERCHANT|COMERCIO)\b|\bINCORRECT MERCHANT ID\b/;
/** In the present tense only: a service that *did not respond* may have been asked. */
const OFFLINE =
  /(?:(?:SERVICE|SERVICIO) C2C|C2C(?: SERVICE| SERVICIO)?)(?: IS| ESTA)? NOT?(?: IS| ESTA)? (?:RESPONDING|RESPONDE|RESPONDIENDO)\b/;
/** How long something went on is a word of time where the terminal is said to be offline. */
const DURATION = /\d ?(?:S|M|MINS?|MINUT[EO]S?|SE[CG]S?|SECONDS?|SEGUNDOS?)\b/;

function offline(words: string): Refusal | undefined {
  const beside = words.replace(OFFLINE, '');
  return DURATION.test(beside) ? undefined : { reason: 'terminal_offline', beside };
}

const RUNNING =
  /\b(?:CURSO|PROGRESO|PROGRESS|PROCESO|PROCESS|PROCESSING|PROCESANDO|EJECUCION|EJECUTANDO(?:SE)?|RUNNING|OCUPAD[OA]|BUSY)\b/;
/** Its own *in* says nothing of time. */
const IN_PROGRESS = /\b(?:IN|EN) (?:CURSO|PROGRESO|PROGRESS|PROCESO|PROCESS|EJECUCION)\b/g;
const NOT_RUNNING =
  /\b(?:NO|NOT|SIN|NINGUN[OA]?|WITHOUT|NEVER|NADA)(?: [A-Z0-9]+){0,4}? (?:CURSO|PROGRES|PROCES|EJECU|RUNNING|OCUPAD|BUSY)/;
/** When to come again. */
const COME_AGAIN =
  /\b(?:REINTENT[A-Z]*|INTENT[A-Z]*|RETRY|TRY|WAIT|ESPER[A-Z]*|AGUARD[A-Z]*)(?: [A-Z]+){0,4} \d+ ?[A-Z]*/g;
/** How long it has been running, or has been waited for. */
const ELAPSED =
  /\b(?:AFTER|TRAS|DE|FOR|POR|HACE|WITHIN|IN|EN)(?: [A-Z]+){0,2} \d+ ?(?:S|M|MINS?|MINUT[EO]S?|SE[CG]S?|SECONDS?|SEGUNDOS?)\b/;

/** `(15s)` and `(5m)` say when to come again and are no word of time (contract §8, §14.3). */
function isBusy(reading: string): boolean {
  const words = wordsOf(reading);
  if (!RUNNING.test(words) || reading.split('|').some((clause) => NOT_RUNNING.test(clause))) return false;
  const beside = words.replace(COME_AGAIN, ' | ').replace(IN_PROGRESS, ' | ');
  return !ELAPSED.test(beside);
}

/** @returns whether the token was refused: HTTP 401, or exactly `UNAUTHORIZED` (contract §2). */
export function isUnauthorized({ httpStatus, wrapper }: WireAnswer): boolean {
  if (httpStatus === 401) return true;
  const error = wrapper?.code === 0 ? serverErrorOf(wrapper.message) : undefined;
  return error?.kind === 'refusal' && error.reason === 'unauthorized';
}
