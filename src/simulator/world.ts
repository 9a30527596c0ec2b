import type { CallbackSender } from './callbacks/sender.js';
import { createCallbackSender } from './callbacks/sender.js';
import type { Access } from './cloud/access.js';
import { builtInClients, createAccess } from './cloud/access.js';
import type { BehaviourStore } from './cloud/behaviour.js';
import { createBehaviourStore } from './cloud/behaviour.js';
import type { Outage } from './cloud/outage.js';
import { createOutage } from './cloud/outage.js';
import type { Connections } from './http/connections.js';
import type { EventSink, Ledger } from './ledger/ledger.js';
import { createLedger } from './ledger/ledger.js';
import type { SalesLedger } from './operations/sales-ledger.js';
import { createSalesLedger } from './operations/sales-ledger.js';
import type { Holds } from './operations/holds.js';
import { createHolds } from './operations/holds.js';
import type { Operation } from './operations/operation.js';
import type { OperationStore } from './operations/store.js';
import { createOperationStore } from './operations/store.js';
import type { ScriptQueue } from './scripts/script-queue.js';
import { createScriptQueue } from './scripts/script-queue.js';
import type { Settings } from './settings.js';
import { createDevice } from './devices/device.js';
import type { Directory } from './devices/directory.js';
import { createDirectory } from './devices/directory.js';
import { builtInTerminals } from './terminals/terminal.js';

/** All state of one simulator. */
export interface World {
  readonly settings: Settings;
  readonly access: Access;
  readonly terminals: Directory;
  readonly operations: OperationStore;
  readonly salesLedger: SalesLedger;
  readonly scripts: ScriptQueue;
  readonly ledger: Ledger;
  readonly callbacks: CallbackSender;
  readonly outage: Outage;
  readonly holds: Holds;
  readonly behaviour: BehaviourStore;
  readonly connections: Connections;
  /** Everything as at the start, except clients, tokens and the count of ids. Running operations never end. */
  reset(): void;
  /** Drops what runs; nothing is called back any more. */
  close(): void;
}

/** What of a process a world is put into. */
export interface WorldOptions {
  readonly settings: Settings;
  readonly recordEvent: EventSink;
  readonly connections: Connections;
}

/** A world with the built-in clients and terminals. */
export function createWorld({ settings, recordEvent, connections }: WorldOptions): World {
  let open = true;
  const stores = createStores(recordEvent);
  const { ledger, salesLedger, holds } = stores;
  const callbacks = createCallbackSender({ ledger, holds, isOpen: () => open });
  const onFinished = (operation: Operation): void => void callbacks.sendOutcome(operation);
  const terminals = createDirectory((terminal) =>
    createDevice(terminal, { settings, ledger, salesLedger, onFinished }),
  );
  const cloud = createCloud(settings);
  terminals.reset(builtInTerminals);
  return {
    settings,
    connections,
    ...cloud,
    ...stores,
    terminals,
    callbacks,
    reset: () => {
      cloud.outage.end();
      terminals.reset(builtInTerminals);
      [...Object.values(stores), cloud.behaviour].forEach((store) => store.clear());
    },
    close: () => {
      open = false;
      terminals.reset([]);
      holds.clear();
    },
  };
}

type Stores = Pick<World, 'operations' | 'salesLedger' | 'scripts' | 'ledger' | 'holds'>;

function createStores(recordEvent: EventSink): Stores {
  return {
    operations: createOperationStore(),
    salesLedger: createSalesLedger(),
    scripts: createScriptQueue(),
    ledger: createLedger(recordEvent),
    holds: createHolds(),
  };
}

function createCloud({ tokenLifeMs }: Settings): Pick<World, 'access' | 'outage' | 'behaviour'> {
  return {
    access: createAccess(tokenLifeMs, builtInClients),
    outage: createOutage(),
    behaviour: createBehaviourStore(),
  };
}
