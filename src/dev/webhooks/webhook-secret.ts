import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Beside the merchants file, which names it. */
export const WEBHOOK_SECRET_FILE = 'webhook-secret';

/** The secret of the demo's shop: read from the data folder, or made and kept there. */
export async function ensureWebhookSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, WEBHOOK_SECRET_FILE);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return kept.trim();
  await mkdir(dataDir, { recursive: true });
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
