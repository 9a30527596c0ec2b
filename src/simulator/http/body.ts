import type { IncomingMessage } from 'node:http';

const maxBytes = 1_048_576;

/** A JSON object as it came. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The whole body as text; undefined if it is longer than 1 MiB or the sender hung up before its end. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The digits of a field that holds a number, as they were sent: a number beyond 2^53 would be rounded. */
export function readDigits(text: string, name: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*"?(\\d{1,20})\\b`).exec(text)?.[1];
}

/** The JSON object that a text holds; undefined if it holds none. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object, neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON of a value; a bigint becomes a JSON number with all of its digits. */
export function stringifyJson(value: unknown): string {
  // A private mark: JSON itself has no number that JavaScript cannot hold.
  const mark = '\ue000';
  const text = JSON.stringify(value, (_name, field: unknown) =>
    typeof field === 'bigint' ? `${mark}${String(field)}${mark}` : field,
  );
  return text.replaceAll(new RegExp(`"${mark}(\\d+)${mark}"`, 'g'), '$1');
}
