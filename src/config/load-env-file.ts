import { existsSync } from 'node:fs';

/** Adds `.env` of the working directory, where there is one, to the environment. What the environment has already goes first. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
