/** @returns why a file could not be read, e.g. `ENOENT`. */
export function reasonOf(failure: unknown): string {
  const named = typeof failure === 'object' && failure !== null && 'code' in failure;
  return named ? String(failure.code) : 'unreadable';
}
