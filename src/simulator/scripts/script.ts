import type { BodyEncoding } from '../http/body-encoding.js';
import type { CardRead } from '../terminals/card.js';

/** Every command that a terminal carries out, by its path below the base, lower case. Contract §4.1. */
export const commandPaths = [
  'sale',
  'salepromo',
  'refund',
  'return',
  'poll',
  'details',
  'totals',
  'close',
  'duplicate',
  'lastvoucher',
  'params',
  'shift',
  'shiftreport',
  'normalmode',
  'c2cmode',
  'bioauth',
  'printservice',
  'cancelsale',
] as const;
export type CommandPath = (typeof commandPaths)[number];

/** What a customer, or the terminal in front of them, may do. Words of `customer.action`. */
export const actions = ['approve', 'decline', 'cancel', 'walk_away', 'freeze'] as const;
export type Action = (typeof actions)[number];

/** Answers that can be given instead of the truth whatever the command did. */
export const plainReplies = [
  'in_process',
  'not_found',
  'unauthorized',
  'keypos',
  'busy_15s',
  'busy_5m',
  'offline',
  'timeout_90s',
  'timeout_5m',
  'bad_credentials',
  'unrecognised',
  'html',
  'http_401',
  'http_403',
  'http_429',
  'http_500',
  'http_502',
  'http_503',
  'http_504',
  'empty',
  'not_an_object',
  'oversized',
  'truncated',
  'cut',
  'closed',
  'reset',
  'hang',
  'merchant_id',
  'http_502_page',
  'http_520',
  'http_521',
  'http_522',
  'http_523',
  'http_524',
  'http_525',
  'http_526',
] as const;

/** Answers that bend the result of a finished operation; an operation still running answers *in process* meanwhile. */
export const alteredReplies = [
  'wrong_id',
  'wrong_custom_id',
  'other_amount',
  'other_function_code',
  'no_authorization_code',
  'empty_authorization_code',
  'no_response_code',
  'approved_http_500',
  'no_names',
] as const;

/** An answer of one's own: by name, by text (wrapper code 0), or whole; nothing of these: the truth in another dress. */
export interface ScriptedReply extends BodyEncoding {
  readonly reply?: string;
  readonly text?: string;
  readonly status?: number;
  readonly body?: unknown;
}

/** From when a step of a plan is counted; until then it is given uncounted. */
export const stepMoments = ['start', 'end', 'callback'] as const;
export type StepMoment = (typeof stepMoments)[number];

/** One step of a list of answers: given `times` times (1 unless told), or `for` a duration. */
export interface PlannedReply extends ScriptedReply {
  readonly times?: number | 'always';
  readonly for?: string;
  readonly after?: StepMoment;
  /** Bends the result instead of replacing it. */
  readonly lie?: Alteration;
}

/** How a result is bent before it is told; what is left out stays true. `null` leaves the field out. */
export interface Alteration {
  readonly outcome?: 'approved' | 'declined';
  readonly responseCode?: number | string | null;
  readonly responseMessage?: string;
  readonly authorizationCode?: string | number | null;
  readonly operationId?: number | string | null;
  readonly amount?: number | null;
  readonly customId?: string | null;
  readonly idPosTxs?: number | string | null;
  readonly functionCode?: number | null;
  readonly without?: readonly string[];
}

export interface CustomerScript {
  readonly action?: Action;
  readonly after?: string;
  readonly card?: Partial<CardRead>;
  /** What really moves where it is not the amount asked for, in the unit of the wire. */
  readonly amount?: number;
  /** Added at the terminal, in the unit of the wire. */
  readonly tip?: number;
  /** The `customId` of the sale that a void or return really undoes, whichever it was told to undo. */
  readonly undoes?: string;
  readonly says?: Alteration;
}

/** Where an answer carries its `idPosTxs`. Contract §11.1 row 6. */
export const idPlaces = ['none', 'string', 'lower_case', 'top_level'] as const;
export type IdPlace = (typeof idPlaces)[number];

/** When an answer is lost. The first two leave the command undone, the others do not. */
export const lossMoments = ['before_reading', 'while_reading', 'after_reading', 'instead_of_answer'] as const;

export interface AnswerScript extends BodyEncoding {
  readonly lost?: (typeof lossMoments)[number];
  readonly delay?: string;
  readonly hang?: 'executed' | 'not_executed';
  readonly replaced?: ScriptedReply & { readonly executed: boolean };
  readonly id?: IdPlace;
  readonly idOnly?: boolean;
  readonly timeoutText?: 'plain' | 'with_id';
  readonly callbackFirst?: boolean;
  readonly held?: boolean;
  readonly lie?: Alteration;
}

/** Notices that come before the true callback. */
export interface ProgressScript {
  readonly times: number;
  /** The time between two of them. */
  readonly every?: string;
  /** Whether no two of them are the same. */
  readonly different?: boolean;
  readonly body?: unknown;
}

export interface CallbackScript extends BodyEncoding {
  readonly lost?: boolean;
  readonly held?: boolean;
  readonly times?: number;
  readonly delay?: string;
  readonly retries?: number;
  readonly retryAfter?: string;
  readonly body?: unknown;
  readonly lie?: Alteration;
  readonly url?: string;
  /** Put behind the address. */
  readonly suffix?: string;
  readonly progress?: ProgressScript;
}

/** What is to happen to one command, or (`auth`) to one login. Every field is optional. */
export interface Script {
  readonly customer?: CustomerScript;
  readonly answer?: AnswerScript;
  readonly refusal?: string | ScriptedReply;
  readonly ignoreBusy?: boolean;
  /** The number that the cloud gives it, in digits: however long, or one that was given before. */
  readonly idPosTxs?: string;
  /** How many sales more a report of the batch lists, invented. */
  readonly saleDetails?: number;
  readonly callback?: CallbackScript;
  readonly status?: readonly PlannedReply[];
  readonly deviceStatus?: readonly PlannedReply[];
  readonly auth?: string | ScriptedReply;
}
