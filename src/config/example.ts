import { createHash } from 'node:crypto';
import { basename } from 'node:path';

const EXAMPLE_FILE = 'merchants.example.json';

/** Keys that everybody can read in this project, and what people write before they have one. */
const examples = ['demo-key-cl', 'demo-key-ar', 'demo-support-cl', 'demo-support-ar'];
const knownKeys = [...examples, '', 'changeme', 'secret', 'test', 'password'];
const knownHashes: ReadonlySet<string> = new Set(knownKeys.map(sha256));
const ONE_DIGIT_REPEATED = /^(.)\1*$/;

/** @returns whether the merchants file is the project's example. */
export function isExampleFile(file: string | undefined): boolean {
  return file !== undefined && basename(file) === EXAMPLE_FILE;
}

/** @returns whether the hash is a placeholder or that of a key that is no secret. @param hash SHA-256 in lower-case hex. */
export function isExampleHash(hash: string): boolean {
  return knownHashes.has(hash) || ONE_DIGIT_REPEATED.test(hash);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
