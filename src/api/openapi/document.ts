import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { addCommonAnswers } from './common-answers.js';
import { openApiSchemas } from './components.js';
import { addLinks } from './links.js';

const DESCRIPTION = `
Card payments on Getnet terminals in Chile and Argentina, behind one call that is safe to repeat.

**Amounts** are whole numbers of ISO 4217 minor units: 5990 CLP is $5,990, 120000 ARS is $1,200.00.

**Money moved** has three values: \`yes\`, \`no\`, \`unknown\`. Silence is never *no*: on \`unknown\` wait or ask, do not charge again.

**Errors** are RFC 9457 problems. \`code\` is for programs; \`moneyMoved\` says whether the request moved money; \`retry\` says what
to do: \`same_key\`, \`new_key\` or \`never\`. Every \`type\` is the address of [a page](/problems) that explains it.

**Methods** that an address does not have are answered 405 [\`method-not-allowed\`](/problems/method-not-allowed), with \`Allow\`; \`OPTIONS\` is
answered with \`Allow\` alone. Under \`/v1\` both take an API key first.

**Unknown fields** are refused, never ignored. So are a field that occurs twice in one object, and unknown parameters of a list or an export. Every answer carries \`X-Request-Id\`; quote it when you report a problem.
`;

/** The OpenAPI 3 document of the routes as they are. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setTitle('Getnet terminal payments')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addSecurity('apiKey', { type: 'http', scheme: 'bearer', description: 'An API key of your merchant.' })
    .addTag('Transactions', 'Operations on terminals.')
    .addTag('Terminals', 'Free or busy.')
    .addTag('Webhooks', 'What the service sends to your endpoints.')
    .addTag('Operators', 'What people do when the service cannot go on by itself.')
    .addTag('Reconciliation', 'A terminal’s own numbers against ours.')
    .addTag('Callbacks', 'For Getnet.')
    .addTag('Health', 'For load balancers.')
    .build();
  const document = SwaggerModule.createDocument(app, outline, { autoTagControllers: false });
  const paths = addLinks(addCommonAnswers(document.paths));
  return { ...document, paths, components: { ...document.components, schemas: openApiSchemas() } };
}
