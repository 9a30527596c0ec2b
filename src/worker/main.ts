import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fileURLToPath } from 'node:url';
import { resolveMetricsPort } from '../config/derived.js';
import { toFastifyLimits, httpLimits } from '../config/connection-timeouts.js';
import { createNestLogger } from '../config/logger.js';
import { createLogger } from '../config/logger.js';
import { readSettingsOrExit } from '../config/settings.js';
import { watchMerchants } from '../config/watch-merchants.js';
import { createGraceWarning } from './grace-warning.js';
import { createMetrics } from './metrics.js';
import { installRuntime } from './runtime.js';
import { WorkerModule } from './worker.module.js';

const settings = readSettingsOrExit('worker');
const log = createLogger({
  name: 'worker',
  level: settings.environment.LOG_LEVEL,
  redactor: settings.redactor,
});
watchMerchants({ settings, log, onReload: createGraceWarning(settings, log) });
const sdkMetrics = await installRuntime(log);

const app = await NestFactory.create(
  WorkerModule.forRoot({
    ...settings,
    log,
    metrics: createMetrics(sdkMetrics),
    bundle: fileURLToPath(new URL('../workflow-bundle.cjs', import.meta.url)),
    onFatal: (failure) => {
      log.error({ failure: String(failure) }, 'a worker died; the process ends and has to be started again');
      process.exit(1);
    },
  }),
  new FastifyAdapter(toFastifyLimits(httpLimits)),
  { logger: createNestLogger(log) },
);
app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
try {
  await app.listen(resolveMetricsPort(settings.environment, 'worker'), settings.environment.METRICS_HOST);
  log.info({ url: await app.getUrl() }, 'worker is up');
} catch (failure) {
  log.error(
    { failure: String(failure) },
    'the worker cannot start: check TEMPORAL_ADDRESS, METRICS_HOST and METRICS_PORT',
  );
  process.exit(1);
}
