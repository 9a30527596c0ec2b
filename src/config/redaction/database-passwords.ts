/**
 * Every password that an address of PostgreSQL holds, as it is written and as it is meant. Like the driver it takes a bare `%`
 * for itself, and a `password` among the parameters.
 */
export function listDatabasePasswords(databaseUrl: string | undefined): readonly string[] {
  if (databaseUrl === undefined) return [];
  const { password, search, searchParams } = new URL(databaseUrl);
  const written = [...search.matchAll(/[?&]password=([^&]*)/g)].map(([, value = '']) => value);
  const passwords = [password, ...written].flatMap((text) => [text, decodePercents(text)]);
  return [...new Set([...passwords, ...searchParams.getAll('password')])].filter((text) => text !== '');
}

function decodePercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
