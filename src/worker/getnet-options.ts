import { findBaseUrl } from '../config/environment/getnet-address.js';
import type { Settings } from '../config/settings.js';
import type { GetnetClientOptions } from '../getnet/client.js';

export function createGetnetOptions(
  { environment, merchants, redactor }: Settings,
  log: GetnetClientOptions['log'],
): GetnetClientOptions {
  return {
    baseUrlFor: (country) => findBaseUrl(environment, country),
    environment: environment.GETNET_ENV,
    extraHeaders: environment.GETNET_EXTRA_HEADERS,
    credentialsFor: (merchant) => merchants.findCredentials(merchant),
    sendIdSucursalAs: (merchant) => merchants.findMerchant(merchant)?.sendIdSucursalAs,
    ...(environment.GETNET_AR_AMOUNT_UNIT && { arAmountUnit: environment.GETNET_AR_AMOUNT_UNIT }),
    cdnErrorsMean: environment.GETNET_CDN_ERRORS_MEAN,
    onToken: (token) => redactor.addSecrets(token),
    log,
  };
}
