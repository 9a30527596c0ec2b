import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { merchantsSchema } from '../../config/merchants/merchants.schema.js';
import { projectRoot } from '../project-root.js';
import { WEBHOOK_SECRET_FILE, ensureWebhookSecret } from '../webhooks/webhook-secret.js';

const credentialsSchema = z.object({ callbackKeys: z.string(), apiKeys: z.record(z.string(), z.string()) });

/** What the demo merchants are known by. Made once and kept in DATA_DIR, because running sales outlive a restart. */
export interface Credentials {
  /** As CALLBACK_KEYS wants it. */
  readonly callbackKeys: string;
  /** API key by merchant id; each has both roles. */
  readonly apiKeys: Readonly<Record<string, string>>;
  /** The merchants file that knows these keys. */
  readonly merchantsFile: string;
}

const exampleFile = join(projectRoot, 'config', 'merchants.example.json');

/**
 * Reads the credentials kept in the folder or makes them, and writes the merchants file that goes with them.
 *
 * @param webhookUrl where the Chilean merchant's backend listens, if it does.
 * @throws Error naming the file that cannot be read, and what to do.
 */
export async function ensureCredentials(dataDir: string, webhookUrl?: string): Promise<Credentials> {
  await mkdir(dataDir, { recursive: true });
  const { merchants } = merchantsSchema.parse(JSON.parse(await readFile(exampleFile, 'utf8')));
  const { callbackKeys, apiKeys } = await readOrCreate(
    join(dataDir, 'credentials.json'),
    merchants.map(({ id }) => id),
  );
  const merchantsFile = resolve(dataDir, 'merchants.json');
  if (webhookUrl !== undefined) await ensureWebhookSecret(dataDir);
  const webhooks = webhookUrl !== undefined && { webhooks: [buildWebhook(webhookUrl)] };
  const known = merchants.map((merchant) => ({
    ...merchant,
    apiKeys: [{ id: 'demo', sha256: sha256(apiKeys[merchant.id] ?? ''), roles: ['payments', 'operator'] }],
    ...(merchant.id === 'demo-cl' && webhooks),
  }));
  await write(merchantsFile, { merchants: known });
  return { callbackKeys, apiKeys, merchantsFile };
}

function buildWebhook(url: string) {
  return { id: 'main', url, secrets: [{ file: WEBHOOK_SECRET_FILE }], events: ['*'] };
}

async function readOrCreate(
  file: string,
  merchantIds: readonly string[],
): Promise<z.infer<typeof credentialsSchema>> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const before = text === undefined ? undefined : parse(text, file);
  const credentials = {
    callbackKeys: before?.callbackKeys ?? `demo:${randomBytes(32).toString('base64')}`,
    apiKeys: Object.fromEntries(merchantIds.map((id) => [id, before?.apiKeys[id] ?? createApiKey()])),
  };
  await write(file, credentials);
  return credentials;
}

function parse(text: string, file: string): z.infer<typeof credentialsSchema> {
  try {
    return credentialsSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} cannot be read: delete it, and new keys are made.`, { cause: error });
  }
}

async function write(file: string, content: unknown): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

function createApiKey(): string {
  return randomBytes(24).toString('base64url');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
