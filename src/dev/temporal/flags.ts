import { searchAttributeKeys } from '../../workflows/search-attributes.messages.js';

/** Where a server of ours listens and what it keeps. */
export interface ServerShape {
  readonly port: number;
  /** Undefined: no UI. */
  readonly uiPort?: number | undefined;
  /** Undefined: everything is lost at the end. */
  readonly databaseFile?: string | undefined;
  readonly namespace: string;
  /** Settings of the server besides ours, as `name=value`. */
  readonly dynamicConfig?: readonly string[] | undefined;
}

/**
 * Without these the development server takes 20 tasks a second off each queue and lets short timers sleep up to a
 * second: every hop of a transaction would wait for it.
 */
const taskRates = [
  'history.transferProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxPollRPS=2000',
  'history.visibilityProcessorMaxPollRPS=2000',
  'history.timerProcessorMaxTimeShift="50ms"',
] as const;

/**
 * A commit is appended to a log and written through by the operating system: a killed server keeps every commit, and only a
 * power cut can take the last ones. By default each commit waits for the disk.
 */
const databasePragmas = ['journal_mode=WAL', 'synchronous=NORMAL'] as const;

/** The arguments of `temporal` that start a server of this shape. */
export function buildServerArgs(shape: ServerShape): readonly string[] {
  const { port, uiPort, databaseFile, namespace, dynamicConfig = [] } = shape;
  return [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-format',
    'json',
    '--log-level',
    'warn',
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
    ...(databaseFile === undefined ? [] : buildDatabaseArgs(databaseFile)),
    ...(namespace === 'default' ? [] : ['--namespace', namespace]),
    ...[...taskRates, ...dynamicConfig].flatMap((value) => ['--dynamic-config-value', value]),
    ...searchAttributeKeys.flatMap(({ name }) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

function buildDatabaseArgs(file: string): readonly string[] {
  return ['--db-filename', file, ...databasePragmas.flatMap((pragma) => ['--sqlite-pragma', pragma])];
}
