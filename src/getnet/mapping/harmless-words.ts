/**
 * Words that may stand beside *in progress* or *not responding* without changing what it means. A text with any other word
 * is not understood as a whole, so it is no refusal (contract §14.3). Upper case, no accents.
 */
const FILLING =
  'EL LA LOS LAS UN UNA UNO UNOS ENCUENTRA DE DEL EN CON POR PARA A AL Y O YA SE ES ESTA ESTE ESA ESE HAY EXISTE TIENE QUE FAVOR ' +
  'THE AN IS ARE ALREADY THERE OF ON IN AT WITH FOR BY THIS THAT PLEASE AND OR THEN BE HAS IT NOW CURRENTLY ACTUALMENTE';
const COMING_AGAIN =
  'REINTENTE REINTENTAR INTENTE INTENTELO INTENTAR INTENTA ESPERE ESPERAR AGUARDE AGUARDAR VUELVA NUEVAMENTE NUEVO MAS TARDE ' +
  'LUEGO DESPUES DENTRO MOMENTO MOMENTOS INSTANTES RETRY TRY AGAIN LATER WAIT AFTER MOMENT MOMENTS FEW TO';
const UNITS = 'S M SEG SEGS SEGUNDO SEGUNDOS MIN MINS MINUTO MINUTOS SEC SECS SECOND SECONDS MINUTE MINUTES';
const NAMES =
  'TERMINAL POS EQUIPO DISPOSITIVO DEVICE CAJA SUCURSAL BRANCH KEYPOS SERIE SERIAL NUMERO NUMBER ID IDS C2C CODE CODIGO ERR E N';
const RUNNING =
  'OPERACION OPERACIONES OPERATION OPERATIONS TRANSACCION TRANSACCIONES TRANSACTION TRANSACTIONS COMANDO COMMAND VENTA SALE ' +
  'COBRO PAGO PAYMENT OTRO OTRA OTHER ANOTHER NUEVA NEW ONE PREVIOUS ANTERIOR CURRENT ACTIVE ACTIVA ONGOING USO USE ' +
  'CURSO PROGRESO PROGRESS PROCESO PROCESS PROCESSING PROCESANDO EJECUCION EXECUTION EJECUTANDO EJECUTANDOSE RUNNING ' +
  'OCUPADO OCUPADA BUSY NO NOT CANNOT CAN PUEDE INICIAR START REALIZAR DISPONIBLE AVAILABLE';
const CHECKING =
  'CHECK VERIFIQUE VERIFICAR REVISE VERIFY SERVICE SERVICIO POWER ENERGIA INTERNET CONEXION CONNECTION RED NETWORK ENCENDIDO ITS SU';

const toWordSet = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.join(' ').split(' '));

const besideBusy = toWordSet(FILLING, COMING_AGAIN, UNITS, NAMES, RUNNING);
const besideOffline = toWordSet(FILLING, COMING_AGAIN, NAMES, CHECKING);

/** Whether every word of a busy text is understood; whatever has a digit is an id, a code or a duration. */
export function saysOnlyBusy(words: string): boolean {
  return knowsAll(words, besideBusy);
}

/** Whether every word beside *C2C service not responding* is understood. */
export function isOfflineAndNoMore(beside: string): boolean {
  return knowsAll(beside, besideOffline);
}

function knowsAll(words: string, known: ReadonlySet<string>): boolean {
  return words
    .split(' ')
    .filter((word) => word !== '' && word !== '|')
    .every((word) => known.has(word) || /\d/.test(word));
}
