import { linkedNames } from '../plan/disturbances.js';
import type { LinkedName, ConnectionFault, WorkerName } from '../plan/disturbances.js';
import type { Counts } from './counts.js';
import { startWireProxy } from './tcp-proxy.js';
import type { PassingRequest, TcpProxy } from './tcp-proxy.js';
import type { EpochMs } from '../../src/domain/time.js';

/** A kind of request that a worker sends to Getnet. */
export type GetnetRequest = 'command' | 'status' | 'login' | 'other';

/** A money command as it left a worker. */
export interface SentCommand {
  readonly customId: string;
  /** When its first bytes passed. */
  readonly at: EpochMs;
  readonly fault: ConnectionFault['kind'] | undefined;
  /** Something of its answer was held back. */
  isAnswerCut?: boolean;
}

/** The proxies of a run, and what passed through them. */
export interface Proxies {
  readonly getnet: Readonly<Record<WorkerName, TcpProxy>>;
  readonly temporal: Readonly<Record<LinkedName, TcpProxy>>;
  /** Between Getnet and the two API processes, as a load balancer. */
  readonly callbacks: TcpProxy;
  /** Happens to the next such request of this worker. */
  arm(worker: WorkerName, of: GetnetRequest, fault: ConnectionFault): void;
  readonly commands: readonly SentCommand[];
  /** Bearer tokens and callback addresses that were seen: they must be in no log. */
  readonly secrets: ReadonlySet<string>;
  close(): Promise<void>;
}

/** What the proxies are for. */
export interface WiresOptions {
  readonly ports: {
    readonly api: Readonly<Record<1 | 2, number>>;
    readonly simulator: number;
    readonly temporal: number;
  };
  readonly counts: Counts;
}

export async function openProxies({ ports, counts }: WiresOptions): Promise<Proxies> {
  const commands: SentCommand[] = [];
  const secrets = new Set<string>();
  const armed = new Map<string, ConnectionFault[]>();
  const faulty = new Map<ConnectionFault, SentCommand>();
  const getnetWire = (worker: WorkerName) =>
    startWireProxy({
      targets: [ports.simulator],
      onCut: (fault) => {
        const command = faulty.get(fault);
        if (command) command.isAnswerCut = true;
      },
      onRequest: (passing) => {
        const kind = classifyRequest(passing);
        const fault = armed.get(`${worker}/${kind}`)?.shift();
        keepSecret(secrets, /authorization: bearer ([^\r\n]+)/i.exec(passing.text)?.[1]);
        if (kind === 'command') {
          const command = readCommand(passing, fault);
          commands.push(command);
          if (fault) faulty.set(fault, command);
        }
        if (kind === 'command' || kind === 'status') counts.bump(kind);
        return fault;
      },
    });
  const temporalWire = () => startWireProxy({ targets: [ports.temporal] });
  const callbacks = await startWireProxy({
    targets: [ports.api[1], ports.api[2]],
    onRequest: ({ path }) => {
      keepSecret(secrets, path.split('/')[3]);
      counts.bump('callback');
      return undefined;
    },
  });
  const getnet = { 'worker-1': await getnetWire('worker-1'), 'worker-2': await getnetWire('worker-2') };
  const links = await Promise.all(linkedNames.map(async (name) => [name, await temporalWire()] as const));
  const temporal = Object.fromEntries(links) as Record<LinkedName, TcpProxy>;
  const all = [callbacks, ...Object.values(getnet), ...Object.values(temporal)];
  return {
    getnet,
    temporal,
    callbacks,
    commands,
    secrets,
    arm: (worker, of, fault) => {
      const place = `${worker}/${of}`;
      armed.set(place, [...(armed.get(place) ?? []), fault]);
    },
    close: async () => void (await Promise.all(all.map((wire) => wire.close()))),
  };
}

function classifyRequest({ method, path }: PassingRequest): GetnetRequest {
  const last = path.split('?')[0]?.split('/').at(-1)?.toLowerCase() ?? '';
  if (last === 'auth') return 'login';
  if (method === 'GET') return /^\d+$/.test(last) ? 'status' : 'other';
  return ['sale', 'salepromo', 'refund', 'return'].includes(last) ? 'command' : 'other';
}

function readCommand({ text }: PassingRequest, fault: ConnectionFault | undefined): SentCommand {
  const customId = /"customId":\s*"([^"]+)"/.exec(text)?.[1] ?? '';
  return { customId, at: Date.now(), fault: fault?.kind };
}

/** Short ones would be found by chance. */
function keepSecret(secrets: Set<string>, text: string | undefined): void {
  if (text !== undefined && text.length >= 16) secrets.add(text);
}
