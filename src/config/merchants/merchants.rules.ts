import { createHash } from 'node:crypto';
import { currencies, findCurrency } from '../../domain/money.js';
import { countries } from '../../domain/terminal.js';
import type { Country } from '../../domain/terminal.js';
import type { MerchantsContext } from '../environment/environment.js';
import type { MerchantsFault } from './merchants.faults.js';
import type { MerchantOutline } from './merchants.outline.js';

const UNIT_UNKNOWN =
  'is in AR: set GETNET_AR_AMOUNT_UNIT to pesos or centavos; a wrong guess charges a hundredfold or a hundredth. ' +
  "To find out, start a sale of ARS 100.00 in Getnet's UAT with the setting at centavos and read the terminal: " +
  'if it shows 100 pesos the unit is centavos, if it shows 10,000 it is pesos';

/** Faults between an entry of the merchants file and the variables. @param at the entry's index. */
export function findSettingsFaults(
  merchant: MerchantOutline,
  at: number,
  context: MerchantsContext,
): readonly MerchantsFault[] {
  const path = `merchants[${at}]`;
  const texts = [
    ...findUnitFaults(merchant, path, context),
    ...findModeFaults(merchant, path, context),
    ...findKeyFaults(merchant, path, context),
    ...findBranchFaults(merchant, path),
    ...findCurrencyFaults(merchant, path),
    ...findWebhookFaults(merchant, path, context),
  ];
  return texts.map((text) => ({ entries: [at], text }));
}

function findUnitFaults(
  { country }: MerchantOutline,
  path: string,
  context: MerchantsContext,
): readonly string[] {
  const known = countries.find((name) => name === country);
  return known !== undefined && isUnitUnknown[known](context) ? [`${path} ${UNIT_UNKNOWN}`] : [];
}

/** Whether the configuration has to say in which unit amounts go over the country's wire, and does not. */
const isUnitUnknown: Readonly<Record<Country, (context: MerchantsContext) => boolean>> = {
  CL: () => false,
  AR: (context) => context.GETNET_AR_AMOUNT_UNIT === undefined,
};

function findModeFaults(
  { terminals }: MerchantOutline,
  path: string,
  context: MerchantsContext,
): readonly string[] {
  if (context.PUBLIC_URL !== undefined) return [];
  return terminals.flatMap(({ mode }, index) =>
    mode === 'async'
      ? [
          `${path}.terminals[${index}].mode: async requires PUBLIC_URL, which Getnet calls back; set it, or use sync`,
        ]
      : [],
  );
}

function findKeyFaults(
  { apiKeys }: MerchantOutline,
  path: string,
  context: MerchantsContext,
): readonly string[] {
  if (context.NODE_ENV !== 'production') return [];
  return apiKeys.flatMap(({ sha256 }, index) =>
    sha256 !== undefined && isExampleHash(sha256.toLowerCase())
      ? [`${path}.apiKeys[${index}].sha256: this key is public; make your own with \`openssl rand -hex 32\``]
      : [],
  );
}

function findBranchFaults({ getnet, terminals }: MerchantOutline, path: string): readonly string[] {
  if (getnet.sendIdSucursalAs === 'string') return [];
  return terminals.flatMap(({ idSucursal }, index) =>
    idSucursal === undefined || idSucursal === '' || /^\d{1,15}$/.test(idSucursal)
      ? []
      : [
          `${path}.terminals[${index}].idSucursal: must be digits, or set getnet.sendIdSucursalAs to "string"`,
        ],
  );
}

/** A limit in another currency would never be reached. */
function findCurrencyFaults({ country, policies }: MerchantOutline, path: string): readonly string[] {
  const currency = currencies.find((name) => name === policies.secondActorAbove.currency);
  const known = countries.find((name) => name === country);
  if (currency === undefined || known === undefined || currency === findCurrency(known)) return [];
  const place = `${path}.policies.secondActorAbove.currency`;
  return [`${place}: must be ${findCurrency(known)}, which the terminals of ${known} take`];
}

/** What a webhook says is for the merchant alone. */
function findWebhookFaults(
  { webhooks }: MerchantOutline,
  path: string,
  context: MerchantsContext,
): readonly string[] {
  if (context.NODE_ENV !== 'production') return [];
  return webhooks.flatMap(({ url }, index) =>
    url === undefined || url.startsWith('https:')
      ? []
      : [`${path}.webhooks[${index}].url: must be an https address in production`],
  );
}

/** Keys that everybody can read in this project, and what people write before they have one. */
const examples = ['demo-key-cl', 'demo-key-ar', 'demo-support-cl', 'demo-support-ar'];
const knownKeys = [...examples, '', 'changeme', 'secret', 'test', 'password'];
const knownHashes: ReadonlySet<string> = new Set(knownKeys.map(sha256));
const ONE_DIGIT_REPEATED = /^(.)\1*$/;

/** Placeholders, and hashes of keys that are public. @param hash SHA-256 in lower-case hex. */
export function isExampleHash(hash: string): boolean {
  return knownHashes.has(hash) || ONE_DIGIT_REPEATED.test(hash);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
