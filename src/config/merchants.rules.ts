import { isExampleHash } from './example.js';
import type { MerchantsFault } from './merchants.faults.js';
import type { MerchantOutline } from './merchants.outline.js';

/** The settings that decide which merchants can be taken. Texts, so that they can be judged where one of them is wrong. */
export interface MerchantsContext {
  readonly MERCHANTS_FILE: string;
  readonly NODE_ENV: string;
  readonly PUBLIC_URL?: string | undefined;
  readonly GETNET_AR_AMOUNT_UNIT?: string | undefined;
}

const UNIT_UNKNOWN =
  'is in AR: set GETNET_AR_AMOUNT_UNIT to pesos or centavos; a wrong guess charges a hundredfold or a hundredth. ' +
  "To find out, start a sale of ARS 100.00 in Getnet's UAT with the setting at centavos and read the terminal: " +
  'if it shows 100 pesos the unit is centavos, if it shows 10,000 it is pesos';

/** @returns where an entry of the merchants file and the settings do not go together. @param at the entry's index. */
export function misfitsOf(
  merchant: MerchantOutline,
  at: number,
  context: MerchantsContext,
): readonly MerchantsFault[] {
  const path = `merchants[${at}]`;
  const texts = [
    ...unitFaults(merchant, path, context),
    ...modeFaults(merchant, path, context),
    ...keyFaults(merchant, path, context),
    ...branchFaults(merchant, path),
  ];
  return texts.map((text) => ({ entries: [at], text }));
}

function unitFaults(
  { country }: MerchantOutline,
  path: string,
  context: MerchantsContext,
): readonly string[] {
  return country === 'AR' && context.GETNET_AR_AMOUNT_UNIT === undefined ? [`${path} ${UNIT_UNKNOWN}`] : [];
}

function modeFaults(
  { terminals }: MerchantOutline,
  path: string,
  context: MerchantsContext,
): readonly string[] {
  if (context.PUBLIC_URL !== undefined) return [];
  return terminals.flatMap(({ mode }, index) =>
    mode === 'async'
      ? [`${path}.terminals[${index}].mode: async needs PUBLIC_URL, where Getnet calls back`]
      : [],
  );
}

function keyFaults({ apiKeys }: MerchantOutline, path: string, context: MerchantsContext): readonly string[] {
  if (context.NODE_ENV !== 'production') return [];
  return apiKeys.flatMap(({ sha256 }, index) =>
    sha256 !== undefined && isExampleHash(sha256.toLowerCase())
      ? [
          `${path}.apiKeys[${index}].sha256: a key that everybody knows; make one with \`openssl rand -hex 32\``,
        ]
      : [],
  );
}

function branchFaults({ getnet, terminals }: MerchantOutline, path: string): readonly string[] {
  if (getnet.sendIdSucursalAs === 'string') return [];
  return terminals.flatMap(({ idSucursal }, index) =>
    idSucursal === undefined || idSucursal === '' || /^\d{1,15}$/.test(idSucursal)
      ? []
      : [
          `${path}.terminals[${index}].idSucursal: must be digits, or set getnet.sendIdSucursalAs to "string"`,
        ],
  );
}
