/**
 * Words that take the certainty out of a refusal (contract §14.3): beside them, the command may have reached the terminal.
 * English and Spanish, by their stems, and rather one too many: the price of a false doubt is a question more, the price of
 * a false refusal is a second charge.
 */
const TIME = [
  'TIME ?D? ?OUT|TIME[SD]?\\b|TIEMPO|PLAZO|DEADLINE|LIFECYCLE|CICLO|WINDOW|VENTANA',
  'EXCEED|EXCED|EXCESS|EXCESO|SUPER[AOE]|OVERDUE|SOBREPAS|REBAS|AGOT|EXPIR|VENCI|CADUC',
  'ELAPS|TRANSCURR|CUMPLI|ALCANZ|REACH|LIMIT|MAXIM|DEMOR|DELAY|(?<!MAS )TARD(?:O|E|A|AN|ANDO)\\b|TOO (?:LONG|LATE|SLOW)',
  'SINCE|DESDE|MORE THAN|LONGER|MAS DE\\b|DURANTE|DURING|OVER \\d|\\bPAS(?:SED|ARON|O|ADO|ADOS)\\b|(?<!\\d)90 ?(?:S|SECS?|SEGS?|SECONDS|SEGUNDOS)\\b',
];
const SENDING = [
  'SENT|SEND|ENVI[AEO]|DISPATCH|DESPACH|TRANSMI|DELIVER|ENTREG|FORWARD|SUBMIT|REMIT|POSTED|PUSHED|RECEIV|RECIB|RECEPC',
  'ACCEPT|ACEPT|ACKNOWL|\\bACK\\b|ARRIV|LLEG[AOU]|TAKEN|TOMAD|INICIAD|INICIO\\b|STARTED|BEGAN|BEGUN|COMENZ|EMPEZ',
];
const ANSWERING = [
  'RESPON|RESPUEST|ANSWER|REPL(?:Y|IE)|CONTEST|FEEDBACK|SILEN|CONFIRM|NOTIF|CALLBACK|WEBHOOK',
  'ESPERANDO|WAITING|AWAIT|EN ESPERA|A LA ESPERA',
];
const CANCELLING = [
  'CANCEL|ANUL|ABORT|REVERS|REVERT|INTERRU|STOP|DETEN|DETUV|VOID|DISCARD|DESCART|ABANDON|\\bUNDO',
];
const ENDING = [
  'FINALI|FINISH|COMPLET|TERMINADO|TERMINADA|TERMINO\\b|CONCLU|CONCRET|\\bENDED\\b|CERRAD|CLOSED|\\bDONE\\b|REALIZAD',
  'EFECTUAD|EJECUTAD|EXECUTED|PROCESAD|PROCESSED|APROB|APPROV|AUTORI|AUTHORI|DECLIN|RECHAZ|DENEG|REJECT|CHARGED|COBRAD',
  'PAGAD|\\bPAID\\b|ERROR|FALL[AOE]|FAIL|FAULT|CRASH|DESCONECT|DISCONNECT|\\bLOST\\b|PERDI',
];

const matchAny = (...stems: readonly (readonly string[])[]) => new RegExp(stems.flat().join('|'));

const IN_DOUBT = matchAny(TIME, SENDING, ANSWERING, CANCELLING, ENDING);

/** Whether a text speaks of time, sending, answering, cancelling or ending. */
export function isInDoubt(words: string): boolean {
  return IN_DOUBT.test(words);
}

/** What an HTTP refusal says of logins and requests in words that otherwise speak of sending. */
const OF_ACCESS =
  /\bINICI[A-Z]* (?:DE )?(?:LA )?SESION\b|\bSESION (?:NO )?INICIADA\b|\bSENT TOO MANY REQUESTS\b|\bTOO MANY REQUESTS (?:WERE |HAVE BEEN )?SENT\b/g;
const OF_AN_OPERATION = matchAny(SENDING, ANSWERING, CANCELLING, [
  'TIME ?D? ?OUT|TIEMPO DE ESPERA|LIFECYCLE|OPERA|TRANSAC|TERMINAL|\\bPOS\\b|C2C',
  'APROBAD|APPROVED|DECLIN|CHARGED|COBRAD|PAGAD|\\bPAID\\b|TARJETA|\\bCARD|ISSUER|EMISOR',
]);

/**
 * @returns whether the text of an HTTP refusal (401, 403, 429) speaks of an operation at the terminal. Words of time, of an
 * error or of authorisation alone are those of the refusal itself: `TOKEN EXPIRED`, `LIMIT EXCEEDED`, `NO AUTORIZADO`.
 */
export function mentionsOperation(words: string): boolean {
  return OF_AN_OPERATION.test(words.replace(OF_ACCESS, ' '));
}
