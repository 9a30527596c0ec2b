import { z } from 'zod';

const text = z.string().trim().optional().catch(undefined);
const list = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).catch([]);
const part = <Shape extends z.ZodRawShape>(shape: Shape, nothing: z.input<z.ZodObject<Shape>>) =>
  z.object(shape).catch(() => z.object(shape).parse(nothing));

const reference = part({ env: text, file: text }, {});
const merchant = part(
  {
    id: text,
    name: text,
    country: text,
    getnet: part(
      { clientId: reference, clientSecret: reference, sendIdSucursalAs: text },
      { clientId: {}, clientSecret: {} },
    ),
    apiKeys: list(part({ id: text, sha256: text }, {})),
    terminals: list(part({ id: text, idSucursal: text, serialNumber: text, mode: text }, {})),
    policies: part({ secondActorAbove: part({ currency: text }, {}) }, { secondActorAbove: {} }),
    webhooks: list(part({ id: text, url: text, secrets: list(reference) }, { secrets: [] })),
  },
  {
    getnet: { clientId: {}, clientSecret: {} },
    apiKeys: [],
    terminals: [],
    policies: { secondActorAbove: {} },
    webhooks: [],
  },
);
const entries = part({ merchants: list(z.unknown()) }, { merchants: [] });

/**
 * What can be recognised of an entry of a merchants file, however wrong the rest is: entries are compared with one another
 * even when one of them has a fault of its own, so that all faults are named at once.
 */
export type MerchantOutline = z.infer<typeof merchant>;

/** Total: any JSON at all has an outline. */
export function parseOutline(entry: unknown): MerchantOutline {
  return merchant.parse(entry);
}

/** Total: @returns the entries of a merchants file, none where they cannot be recognised. */
export function parseEntries(json: unknown): readonly unknown[] {
  return entries.parse(json).merchants;
}
