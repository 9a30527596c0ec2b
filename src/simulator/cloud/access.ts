import { randomBytes } from 'node:crypto';
import type { Country } from '../terminals/terminal.js';

/** A merchant's credentials at Getnet. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  /** None: either country, as the headers say. */
  readonly country?: Country;
  /** Serial numbers of its terminals as `GET /api/posdata` lists them; none: all of the country. */
  readonly terminals?: readonly string[];
}

/** Who may call. A new login leaves older tokens valid (contract §12 Q15: not known). */
export interface Access {
  register(findClient: Client): void;
  client(clientId: string): Client | undefined;
  /** A token, good for `tokenLifeMs`; undefined for wrong credentials. */
  login(clientId: string, clientSecret: string): string | undefined;
  /** Whose token this is; undefined if unknown, expired or revoked. */
  findClientByToken(token: string): Client | undefined;
  /** Ends all tokens (of one client, if told); gives how many were still valid. */
  revoke(clientId?: string): number;
}

/** The credentials that are there from the start. */
export const builtInClients: readonly Client[] = [
  { clientId: 'demo-cl', clientSecret: 'demo-cl-secret', country: 'CL' },
  { clientId: 'demo-ar', clientSecret: 'demo-ar-secret', country: 'AR' },
];

interface Grant {
  readonly client: Client;
  readonly expiresAtMs: number;
}

/** Access for the given clients. */
export function createAccess(tokenLifeMs: number, clients: readonly Client[]): Access {
  const clientsById = new Map(clients.map((client) => [client.clientId, client]));
  const grants = new Map<string, Grant>();
  const isValid = (grant: Grant | undefined): grant is Grant =>
    grant !== undefined && Date.now() < grant.expiresAtMs;
  return {
    register: (client) => void clientsById.set(client.clientId, client),
    client: (clientId) => clientsById.get(clientId),
    login: (clientId, clientSecret) => {
      const client = clientsById.get(clientId);
      if (client?.clientSecret !== clientSecret) return undefined;
      const token = createToken();
      grants.set(token, { client, expiresAtMs: Date.now() + tokenLifeMs });
      return token;
    },
    findClientByToken: (token) => {
      const grant = grants.get(token);
      return isValid(grant) ? grant.client : undefined;
    },
    revoke: (clientId) => {
      const ended = [...grants].filter(
        ([, { client }]) => clientId === undefined || client.clientId === clientId,
      );
      ended.forEach(([token]) => grants.delete(token));
      return ended.filter(([, grant]) => isValid(grant)).length;
    },
  };
}

/** Three parts like a JWT, which is all that is known of it. Contract §2. */
function createToken(): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { iat: Math.floor(Date.now() / 1_000), jti: randomBytes(9).toString('base64url') };
  return [part({ alg: 'HS256', typ: 'JWT' }), part(payload), randomBytes(32).toString('base64url')].join('.');
}
