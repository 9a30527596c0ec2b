import type { Language } from '../terminals/language.js';

interface Text {
  readonly en: string;
  readonly es: string;
  readonly 'es-accented'?: string;
}

/**
 * Texts of wrappers and terminals. English ones and `TRANSACCION FINALIZADA` are attested (contract §3, §5, §8);
 * the other Spanish ones are guesses of the fixtures, the words for decline and cancel are invented.
 */
const texts = {
  sent: { en: 'TRANSACTION SENT', es: 'TRANSACCION ENVIADA' },
  finished: { en: 'TRANSACTION FINISHED', es: 'TRANSACCION FINALIZADA' },
  completed: { en: 'TRANSACTION COMPLETED', es: 'TRANSACCION FINALIZADA' },
  inProcess: { en: 'TRANSACTION IN PROCESS', es: 'TRANSACCION EN PROCESO' },
  idNotFound: { en: 'ID NOT FOUND', es: 'ID NO ENCONTRADO' },
  keypos: {
    en: 'KEYPOS NOT FOUND',
    es: 'KEYPOS NO ENCONTRADO',
    'es-accented': 'Keypos no encontrado: verifique terminal, sucursal y número de serie',
  },
  busy15s: {
    en: 'OPERATION IN PROGRESS (15s)',
    es: 'OPERACION EN CURSO (15s)',
    'es-accented': 'Operación en curso, reintente en 15 segundos',
  },
  busy5m: {
    en: 'OPERATION IN PROGRESS (5m)',
    es: 'OPERACION EN CURSO (5m)',
    'es-accented': 'Operación en curso, reintente en 5 minutos',
  },
  offline: { en: 'C2C SERVICE NOT RESPONDING', es: 'SERVICIO C2C NO RESPONDE' },
  timeout90s: { en: 'TIMEOUT (90 SECONDS)', es: 'TIEMPO DE ESPERA EXCEDIDO (90 SEGUNDOS)' },
  timeout5m: { en: 'TIMEOUT (5 MINUTES)', es: 'TIEMPO DE ESPERA EXCEDIDO (5 MINUTOS)' },
  approved: { en: 'Approved', es: 'Aprobado' },
  declined: { en: 'Declined', es: 'Rechazado' },
  cancelled: { en: 'Cancelled by the customer', es: 'Cancelado por el cliente' },
  timedOut: { en: 'Waiting time exceeded', es: 'Tiempo de espera excedido' },
} as const satisfies Record<string, Text>;

/** What can be said. */
export type TextKey = keyof typeof texts;

/** A text in a language; plain Spanish where no accented form is known. */
export function translate(key: TextKey, language: Language): string {
  const text: Text = texts[key];
  return text[language] ?? text.es;
}
