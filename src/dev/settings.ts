import { resolve } from 'node:path';
import type { z } from 'zod';
import { environmentSchema } from '../config/environment/environment.schema.js';
import { SettingsInvalid } from '../config/environment/settings-invalid.js';

/** The settings of a Temporal server of our own. */
export const temporalSettings = environmentSchema.pick({
  TEMPORAL_PORT: true,
  TEMPORAL_UI_PORT: true,
  TEMPORAL_NAMESPACE: true,
  DATA_DIR: true,
  RETENTION: true,
});

/**
 * Reads only these settings from the environment; an empty one counts as unset.
 *
 * @throws SettingsInvalid naming every one that cannot be used.
 */
export function readSettings<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.infer<Schema> {
  const trimmed = Object.keys(schema.shape).map((name) => [name, env[name]?.trim() ?? ''] as const);
  const read = schema.safeParse(Object.fromEntries(trimmed.filter(([, value]) => value !== '')));
  if (read.success) return read.data;
  throw new SettingsInvalid(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
}

/** The file that keeps Temporal's database; undefined for `memory`. */
export function databaseFile(dataDir: string): string | undefined {
  return dataDir === 'memory' ? undefined : resolve(dataDir, 'temporal.db');
}
