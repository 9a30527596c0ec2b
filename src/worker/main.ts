import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fileURLToPath } from 'node:url';
import { metricsPort } from '../config/defaults.js';
import { fastifyLimits, httpLimits } from '../config/http-limits.js';
import { nestLogger } from '../config/log-adapters.js';
import { createLogger } from '../config/logger.js';
import { settingsOrExit } from '../config/settings.js';
import { watchMerchants } from '../config/watch-merchants.js';
import { graceWarning } from './grace-warning.js';
import { createMetrics } from './metrics.js';
import { installRuntime } from './runtime.js';
import { WorkerModule } from './worker.module.js';

const settings = settingsOrExit('worker');
const log = createLogger({
  name: 'worker',
  level: settings.environment.LOG_LEVEL,
  redactor: settings.redactor,
});
watchMerchants({ settings, log, onTaken: graceWarning(settings, log) });
const sdkMetrics = await installRuntime(log);

const app = await NestFactory.create(
  WorkerModule.over({
    ...settings,
    log,
    metrics: createMetrics(sdkMetrics),
    bundle: fileURLToPath(new URL('../workflow-bundle.cjs', import.meta.url)),
    onFatal: (failure) => {
      log.error({ failure: String(failure) }, 'a worker died; the process ends, so that it is started again');
      process.exit(1);
    },
  }),
  new FastifyAdapter(fastifyLimits(httpLimits)),
  { logger: nestLogger(log) },
);
app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
try {
  await app.listen(metricsPort(settings.environment, 'worker'), settings.environment.METRICS_HOST);
  log.info({ url: await app.getUrl() }, 'worker is up');
} catch (failure) {
  log.error(
    { failure: String(failure) },
    'the worker cannot start: check TEMPORAL_ADDRESS, METRICS_HOST and METRICS_PORT',
  );
  process.exit(1);
}
