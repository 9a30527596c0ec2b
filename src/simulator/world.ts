import type { CallbackSender } from './callbacks/sender.js';
import { createCallbackSender } from './callbacks/sender.js';
import type { Access } from './cloud/access.js';
import { builtInClients, createAccess } from './cloud/access.js';
import type { Manners } from './cloud/manner.js';
import { createManners } from './cloud/manner.js';
import type { Outage } from './cloud/outage.js';
import { createOutage } from './cloud/outage.js';
import type { Connections } from './http/connections.js';
import type { EventSink, Ledger } from './ledger/ledger.js';
import { createLedger } from './ledger/ledger.js';
import type { Books } from './operations/books.js';
import { createBooks } from './operations/books.js';
import type { Holds } from './operations/holds.js';
import { createHolds } from './operations/holds.js';
import type { OperationStore } from './operations/store.js';
import { createOperationStore } from './operations/store.js';
import type { ScriptShelf } from './scripts/shelf.js';
import { createScriptShelf } from './scripts/shelf.js';
import type { Settings } from './settings.js';
import { createDevice } from './terminals/device.js';
import type { Directory } from './terminals/directory.js';
import { createDirectory } from './terminals/directory.js';
import { builtInTerminals } from './terminals/terminal.js';

/** All state of one simulator. */
export interface World {
  readonly settings: Settings;
  readonly access: Access;
  readonly terminals: Directory;
  readonly operations: OperationStore;
  readonly books: Books;
  readonly scripts: ScriptShelf;
  readonly ledger: Ledger;
  readonly callbacks: CallbackSender;
  readonly outage: Outage;
  readonly holds: Holds;
  readonly manners: Manners;
  readonly connections: Connections;
  /** Everything as at the start, except clients, tokens and the count of ids. Running operations never end. */
  reset(): void;
  /** Drops what runs; nothing is called back any more. */
  close(): void;
}

/** What of a process a world is put into. */
export interface Ground {
  readonly settings: Settings;
  readonly sink: EventSink;
  readonly connections: Connections;
}

/** A world with the built-in clients and terminals. */
export function createWorld({ settings, sink, connections }: Ground): World {
  let open = true;
  const ledger = createLedger(sink);
  const operations = createOperationStore();
  const books = createBooks();
  const scripts = createScriptShelf();
  const holds = createHolds();
  const callbacks = createCallbackSender({ ledger, holds, isOpen: () => open });
  const finished = (operation: Parameters<CallbackSender['follow']>[0]): void =>
    void callbacks.follow(operation);
  const terminals = createDirectory((terminal) =>
    createDevice(terminal, { settings, ledger, books, finished }),
  );
  const cloud = cloudOf(settings);
  terminals.reset(builtInTerminals);
  return {
    ...{ settings, connections, ...cloud },
    ...{ terminals, operations, books, scripts, ledger, callbacks, holds },
    reset: () => {
      cloud.outage.end();
      terminals.reset(builtInTerminals);
      [operations, books, scripts, ledger, holds, cloud.manners].forEach((part) => part.clear());
    },
    close: () => {
      open = false;
      terminals.reset([]);
      holds.clear();
    },
  };
}

function cloudOf({ tokenLife }: Settings): Pick<World, 'access' | 'outage' | 'manners'> {
  return {
    access: createAccess(tokenLife, builtInClients),
    outage: createOutage(),
    manners: createManners(),
  };
}
