import { jsonReply } from '../http/reply.js';
import type { Client } from '../cloud/access.js';
import type { OutageDescription } from '../cloud/outage.js';
import { cloudParts } from '../cloud/outage.js';
import * as check from '../scripts/checks.js';
import { createOutageCheck } from '../scripts/fields.js';
import { countries } from '../terminals/terminal.js';
import type { Route } from './route.js';

const { text, oneOf, record } = check;
const credentials = record(
  {
    clientId: text,
    clientSecret: text,
    country: oneOf(...countries),
    terminals: check.list(text),
  },
  ['clientId', 'clientSecret'],
);

/** Who may call the cloud, whose tokens end, and whether the cloud works at all. */
export const accessRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/clients',
    body: credentials,
    run: ({ world, body }) => {
      const client = body as unknown as Client;
      world.access.register(client);
      return jsonReply({ clientId: client.clientId, country: client.country ?? null }, 201);
    },
  },
  {
    method: 'POST',
    path: '/tokens/revoke',
    body: record({ clientId: text }),
    run: ({ world, body }) =>
      jsonReply({ revoked: world.access.revoke(body.clientId as string | undefined) }),
  },
  {
    method: 'POST',
    path: '/outage',
    body: createOutageCheck(cloudParts),
    run: ({ world, body }) => {
      world.outage.begin(body as OutageDescription);
      return jsonReply({ outage: true });
    },
  },
  {
    method: 'DELETE',
    path: '/outage',
    run: ({ world }) => {
      world.outage.end();
      return jsonReply({ outage: false });
    },
  },
];
