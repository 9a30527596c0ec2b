import type { RefusalReason } from '../../domain/dispatch.js';
import type { WireAnswer } from '../wire/answer.js';
import { saysOnlyBusy, isOfflineAndNoMore } from './harmless-words.js';
import { toReadings, joinClauses } from './message-text.js';
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
export function classifyServerError(message: string): ServerError {
  const readings = toReadings(message);
  if (readings === undefined) return { kind: 'other' };
  const errors = readings.map(classifyReading);
  const [doubt, refusal] = (['in_doubt', 'refusal'] as const).map((wanted) =>
    errors.find(({ kind }) => kind === wanted),
  );
  return doubt ?? refusal ?? errors[0] ?? { kind: 'other' };
}

function classifyReading(reading: string): ServerError {
  const words = joinClauses(reading);
  if (reading === 'UNAUTHORIZED') return { kind: 'refusal', reason: 'unauthorized' };
  if (NO_SUCH_ID.test(words)) return { kind: 'id_not_found' };
  const refusal = findRefusal(reading.replace(LABEL, ''));
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

function findRefusal(reading: string): Refusal | undefined {
  const words = joinClauses(reading);
  const unknownTerminal = (KEYPOS.test(words) && MISSING.test(words)) || WRONG_MERCHANT.test(words);
  if (unknownTerminal)
    return DURATION.test(words) ? undefined : { reason: 'terminal_unknown', beside: words };
  if (OFFLINE.test(words)) return findOffline(words);
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
/** How long something went on is a word of time wherever it is not a time to come again. */
const DURATION = /(?<![A-Z0-9])\d{1,3} ?(?:S|M|MINS?|MINUT[EO]S?|SE[CG]S?|SECONDS?|SEGUNDOS?)\b/;

function findOffline(words: string): Refusal | undefined {
  const beside = words.replace(OFFLINE, '');
  const understood = isOfflineAndNoMore(beside) && !DURATION.test(beside);
  return understood ? { reason: 'terminal_offline', beside } : undefined;
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
/** `(15s)` and `(5m)` say when to come again and are no word of time (contract §8, §14.3). */
const DOCUMENTED_WAIT = /(?<![A-Z0-9])(?:15 ?S(?:EG|EC|EGUNDOS|ECONDS)?S?|5 ?M(?:IN|INUTOS|INUTES)?S?)\b/g;
/** A preposition makes even these a time that has passed: *in progress for 5 minutes*. */
const PASSED = /\b(?:AFTER|DESPUES|DE|FOR|POR|IN|EN) (?:15 ?S|5 ?M)/;

function isBusy(reading: string): boolean {
  const words = joinClauses(reading);
  if (!RUNNING.test(words) || reading.split('|').some((clause) => NOT_RUNNING.test(clause))) return false;
  if (!saysOnlyBusy(words)) return false;
  const beside = words.replace(COME_AGAIN, ' | ').replace(IN_PROGRESS, ' | ');
  return !PASSED.test(beside) && !DURATION.test(beside.replace(DOCUMENTED_WAIT, ''));
}

/** Whether the token was refused: HTTP 401, or exactly `UNAUTHORIZED` (contract §2). */
export function isUnauthorized({ httpStatus, wrapper }: WireAnswer): boolean {
  if (httpStatus === 401) return true;
  const error = wrapper?.code === 0 ? classifyServerError(wrapper.message) : undefined;
  return error?.kind === 'refusal' && error.reason === 'unauthorized';
}

const OF_THE_TOKEN =
  /\b(?:(?:NO|NOT)(?: [A-Z]+)? (?:AUTORIZAD|AUTHORI[SZ]ED|AUTENTICAD|AUTHENTICATED)|UNAUTHORI[SZ]ED|UNAUTHENTICATED|TOKEN\b|JWT\b|BEARER\b|SESION\b|SESSION\b|CREDENCIAL|CREDENTIAL|AUTENTICACION\b|AUTHENTICATION\b)/;

/**
 * Whether the token was refused, or may have been in other words than `UNAUTHORIZED` (contract §8: the real texts are very likely
 * Spanish). Enough to log in again, and to repeat what only reads; never leave to write a command once more (§2).
 */
export function mayBeUnauthorized(answer: WireAnswer): boolean {
  return isUnauthorized(answer) || speaksOfTheToken(answer);
}

function speaksOfTheToken({ wrapper }: WireAnswer): boolean {
  if (wrapper?.code !== 0 || wrapper.idPosTxs.length > 0) return false;
  const { kind } = classifyServerError(wrapper.message);
  if (kind === 'refusal' || kind === 'id_not_found') return false;
  return (toReadings(wrapper.message) ?? []).map(joinClauses).some((words) => OF_THE_TOKEN.test(words));
}

/** Whether Getnet refused a query before a terminal had it: by an HTTP status, or by a text that certainly says so. */
export function isRefusal({ httpStatus, wrapper }: WireAnswer): boolean {
  if (httpStatus === 401 || httpStatus === 403 || httpStatus === 429) return true;
  return wrapper?.code === 0 && classifyServerError(wrapper.message).kind === 'refusal';
}
