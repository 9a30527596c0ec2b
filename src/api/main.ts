import 'reflect-metadata';
import { createLogger } from '../config/logger.js';
import { readSettingsOrExit } from '../config/settings.js';
import { watchMerchants } from '../config/watch-merchants.js';
import { createApi } from './create-api.js';

const settings = readSettingsOrExit('api');
const { environment, redactor } = settings;
const log = createLogger({ name: 'api', level: environment.LOG_LEVEL, redactor });
watchMerchants({ settings, log });

try {
  const app = await createApi({ settings, log });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(environment.PORT, environment.HOST);
  log.info({ address: await app.getUrl(), temporal: environment.TEMPORAL_ADDRESS }, 'listening');
} catch (error) {
  process.stderr.write(
    `The API could not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}
