import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { post } from './measure/http.js';

/** A command that Getnet has read. */
export interface ReadCommand {
  readonly customId: string;
  readonly idPosTxs: number;
  /** The serial number of the terminal, which tells commands apart that are under way at once. */
  readonly serialNumber: string;
  /** Where Getnet calls back. */
  readonly webhook: string;
  /** `performance.now()` */
  readonly at: number;
}

/** What the stub saw since it was last asked. */
export interface Seen {
  readonly commands: number;
  readonly statusQueries: number;
  /** Callbacks that were answered with anything but 200, each of which was repeated. */
  readonly refusedCallbacks: number;
}

/** The least a Getnet can be: it logs everybody in, acknowledges every command at once and has always approved it. */
export interface GetnetStub {
  readonly baseUrl: string;
  /** Settles with the next command for this terminal. */
  nextCommand(serialNumber: string): Promise<ReadCommand>;
  /** While true, every command is called back about as soon as it is acknowledged. */
  callsBack: boolean;
  callBack(command: ReadCommand): Promise<void>;
  takeSeen(): Seen;
  stop(): Promise<void>;
}

const CALLBACK_RETRY_MS = 250;
const CALLBACK_TRIES = 40;
const noneSeen: Seen = { commands: 0, statusQueries: 0, refusedCallbacks: 0 };

export async function startGetnetStub(): Promise<GetnetStub> {
  const customIds = new Map<string, string>();
  const waiting = new Map<string, (command: ReadCommand) => void>();
  let lastNumber = 900_000;
  let seen = noneSeen;
  const count = (name: keyof Seen) => (seen = { ...seen, [name]: seen[name] + 1 });
  const stub = { callsBack: false };

  const read = (body: string): ReadCommand => {
    const at = performance.now();
    const { customId, serialNumber, webhook } = JSON.parse(body) as Omit<ReadCommand, 'idPosTxs' | 'at'>;
    const command = { customId, serialNumber, webhook, idPosTxs: (lastNumber += 1), at };
    customIds.set(String(command.idPosTxs), customId);
    count('commands');
    waiting.get(serialNumber)?.(command);
    waiting.delete(serialNumber);
    return command;
  };
  const callBack = async (command: ReadCommand): Promise<void> => {
    for (let tries = 1; tries <= CALLBACK_TRIES; tries += 1) {
      if ((await post(command.webhook, buildCallbackBody(command))).status === 200) return;
      count('refusedCallbacks');
      await pause(CALLBACK_RETRY_MS);
    }
    throw new Error(`Nobody took the callback about ${command.customId}.`);
  };
  const answerTo = ({ method, url = '' }: IncomingMessage, body: string): object => {
    if (url.endsWith('/auth')) return { token: 'bench', expires_in: 86_400 };
    if (method === 'POST') {
      const command = read(body);
      if (stub.callsBack) setImmediate(() => void callBack(command));
      return { idPosTxs: command.idPosTxs };
    }
    count('statusQueries');
    return { ...approval, customId: customIds.get(url.split(/[/?=]/).at(-1) ?? '') };
  };

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const data = answerTo(request, body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ code: 1, status: 'OK', message: 'OK', data }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return Object.assign(stub, {
    baseUrl: `http://127.0.0.1:${port}/api/postxs/`,
    nextCommand: (serialNumber: string) =>
      new Promise<ReadCommand>((settle) => waiting.set(serialNumber, settle)),
    callBack,
    takeSeen: () => {
      const taken = seen;
      seen = noneSeen;
      return taken;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  });
}

/** Of a sale of 5,990 pesos. */
const approval = {
  response: { functionCode: 100, responseCode: 0, authorizationCode: '012345', amount: 5990 },
};

function buildCallbackBody({ idPosTxs, customId }: ReadCommand): object {
  return { code: 1, status: 'OK', message: 'OK', data: { idPosTxs, customId, ...approval } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
