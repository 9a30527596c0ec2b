import type { Ending } from '../operations/operation.js';

/** The languages of the screens; both spellings of Spanish on the wire are one here. */
export type ScreenLanguage = 'en' | 'es';

/** How the person in front of the terminal goes along: with a card, a phone, a finger, or not at all. */
export type InputMethod = 'card' | 'qr' | 'confirm' | 'none';

type Words = Readonly<Record<ScreenLanguage, string>>;

/** What a terminal is asked to do, by the path of the command. Invented, as are all texts of the screens. */
const tasks: Readonly<Record<string, Words>> = {
  sale: { en: 'Sale', es: 'Venta' },
  salepromo: { en: 'Promo sale', es: 'Venta con promoción' },
  qr: { en: 'QR payment', es: 'Pago con QR' },
  refund: { en: 'Void', es: 'Anulación' },
  return: { en: 'Return', es: 'Devolución' },
  cancelsale: { en: 'Cancel sale', es: 'Cancelar venta' },
  poll: { en: 'Connection check', es: 'Prueba de comunicación' },
  details: { en: 'Sales report', es: 'Detalle de ventas' },
  totals: { en: 'Totals', es: 'Totales' },
  close: { en: 'Batch close', es: 'Cierre de lote' },
  lastvoucher: { en: 'Last receipt', es: 'Último comprobante' },
  duplicate: { en: 'Receipt copy', es: 'Duplicado' },
  params: { en: 'Terminal information', es: 'Información del terminal' },
  shift: { en: 'Shift', es: 'Turno' },
  shiftreport: { en: 'Shift report', es: 'Reporte de turno' },
  printservice: { en: 'Printing', es: 'Impresión' },
  bioauth: { en: 'Identity check', es: 'Validación de identidad' },
  c2cmode: { en: 'Unattended mode', es: 'Modo desatendido' },
  normalmode: { en: 'Normal mode', es: 'Modo normal' },
};

const prompts: Readonly<Record<InputMethod, Words>> = {
  card: { en: 'Tap, insert or swipe your card', es: 'Acerque, inserte o deslice su tarjeta' },
  qr: { en: 'Scan the code with your wallet', es: 'Escanee el código con su billetera' },
  confirm: { en: 'Confirm on the terminal', es: 'Confirme en el terminal' },
  none: { en: 'One moment…', es: 'Un momento…' },
};

const endings: Readonly<Record<Ending, Words>> = {
  approved: { en: 'Approved', es: 'Aprobado' },
  declined: { en: 'Declined', es: 'Rechazado' },
  cancelled: { en: 'Cancelled', es: 'Cancelado' },
  timed_out: { en: 'Time is up', es: 'Tiempo agotado' },
  lifecycle_over: { en: 'Time is up', es: 'Tiempo agotado' },
};

const texts = {
  welcome: { en: 'Welcome', es: 'Bienvenido' },
  ready: { en: 'Ready for the next sale', es: 'Listo para la próxima venta' },
  offline: { en: 'No connection', es: 'Sin conexión' },
  unplugged: { en: 'The cloud does not reach this terminal', es: 'La nube no alcanza este terminal' },
  elsewhere: { en: 'In use at the till', es: 'En uso en la caja' },
  wait: { en: 'Please wait', es: 'Espere, por favor' },
  stillWaiting: { en: 'Still waiting', es: 'Seguimos esperando' },
  bare: { en: 'as on the wire: pesos or centavos', es: 'como viene: pesos o centavos' },
} as const satisfies Record<string, Words>;

/** The name of what a terminal is asked to do; the command's own path where there is no word for it. */
export function taskName(language: ScreenLanguage, path: string): string {
  return tasks[path]?.[language] ?? path;
}

/** What the screen asks of the person in front of it. */
export function promptText(language: ScreenLanguage, method: InputMethod): string {
  return prompts[method][language];
}

/** How it ended. */
export function endingText(language: ScreenLanguage, ending: Ending): string {
  return endings[ending][language];
}

/** One of the other things a screen says. */
export function sentenceText(language: ScreenLanguage, key: keyof typeof texts): string {
  return texts[key][language];
}
