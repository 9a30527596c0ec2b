import { environmentSchema } from '../config/environment/environment.schema.js';

/** The settings that say where the ledger is. */
export const ledgerSettings = environmentSchema.pick({
  DATABASE_URL: true,
  NODE_ENV: true,
  POSTGRES_PORT: true,
});
