import type { OpenAPIObject } from '@nestjs/swagger';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['get']>;

/** Where one answer leads: the id that it gives is a parameter of other operations. */
interface LinkSource {
  /** Where the id is in the answer, as a JSON pointer. */
  readonly pointer: string;
  readonly parameter: 'id' | 'terminalId';
  readonly to: readonly string[];
}

const ofTransaction = [
  'readTransaction',
  'cancelTransaction',
  'confirmTransaction',
  'auditTransaction',
  'streamTransaction',
] as const;

const leads: Readonly<Record<string, readonly LinkSource[]>> = {
  startTransaction: [
    { pointer: '/id', parameter: 'id', to: ofTransaction },
    { pointer: '/terminalId', parameter: 'terminalId', to: ['readTerminal'] },
  ],
  listTransactions: [{ pointer: '/items/0/id', parameter: 'id', to: ofTransaction }],
  listTerminals: [
    { pointer: '/items/0/id', parameter: 'terminalId', to: ['readTerminal', 'releaseTerminal'] },
  ],
  listAttention: [
    { pointer: '/items/0/transaction/id', parameter: 'id', to: ['resolveTransaction', 'auditTransaction'] },
  ],
  startReconciliation: [{ pointer: '/id', parameter: 'id', to: ['readReconciliation', 'settleDifferences'] }],
  listWebhookDeliveries: [{ pointer: '/items/0/id', parameter: 'id', to: ['redeliverWebhook'] }],
  testWebhooks: [{ pointer: '/items/0/id', parameter: 'id', to: ['redeliverWebhook'] }],
};

/** Adds where answers lead, for readers and for tools that follow a document from call to call. */
export function addLinks(paths: Paths): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, { get, post, ...rest }]) => [
      path,
      { ...rest, ...(get && { get: addToOperation(get) }), ...(post && { post: addToOperation(post) }) },
    ]),
  );
}

function addToOperation(operation: Operation): Operation {
  const links = buildLinks(leads[operation.operationId ?? ''] ?? []);
  if (Object.keys(links).length === 0) return operation;
  const responses = Object.entries(operation.responses).map(([status, answer]) => [
    status,
    status.startsWith('2') ? { ...answer, links } : answer,
  ]);
  return { ...operation, responses: Object.fromEntries(responses) as Operation['responses'] };
}

function buildLinks(from: readonly LinkSource[]) {
  return Object.fromEntries(
    from.flatMap(({ pointer, parameter, to }) =>
      to.map((operationId) => [
        operationId,
        { operationId, parameters: { [parameter]: `$response.body#${pointer}` } },
      ]),
    ),
  );
}
