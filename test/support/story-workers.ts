import { afterAll, beforeAll } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../src/activities/contract.js';
import { createTemporalClient } from '../../src/api/store/connection.js';
import { replayHistories } from './replayed-histories.js';
import { silenceWorkers, startWorkers } from './workers.js';

/** How one process reaches Temporal. */
export interface TemporalConnections {
  readonly client: Client;
  readonly native: NativeConnection;
  close(): Promise<void>;
}

/** What a story does when a workflow asks the world for something. */
export interface Story {
  readonly activities: Activities;
  /** Whether a workflow belongs to this story. */
  owns(workflowId: string): boolean;
}

/** With the client of the API: what Temporal drops or refuses for a moment is tried again. */
export async function openTemporalConnections(): Promise<TemporalConnections> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
  let isOpen = true;
  const client = createTemporalClient(
    { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' },
    () => isOpen,
  );
  const native = await NativeConnection.connect({ address });
  const close = async () => {
    isOpen = false;
    await native.close();
    await client.connection.close();
  };
  return { client, native, close };
}

/**
 * The workers of one spec file. To start workers takes longer than most stories: the stories share them, and each activity is done
 * by the story whose workflow asks for it.
 */
export class StoryWorkers {
  readonly taskQueue = `test-${randomUUID()}`;
  /** @param hasWebhooks with the worker of webhooks */
  constructor(readonly hasWebhooks: boolean) {}

  private readonly taskQueues = new Set([this.taskQueue]);
  private readonly stories: Story[] = [];
  private opened: Promise<TemporalConnections> | undefined;
  private stop: Promise<() => Promise<void>> | undefined;

  open(): Promise<TemporalConnections> {
    return (this.opened ??= openTemporalConnections());
  }

  /** A story begins; the first one starts the workers. */
  async enter(story: Story): Promise<void> {
    this.stories.unshift(story);
    const { native } = await this.open();
    this.stop ??= startWorkers({
      connection: native,
      taskQueue: this.taskQueue,
      activities: this.delegate(Object.keys(story.activities)),
      cached: true,
      webhooks: this.hasWebhooks,
    });
    await this.stop;
  }

  /** A story with workers of its own: what runs there is replayed, too. */
  watch(taskQueue: string): void {
    this.taskQueues.add(taskQueue);
  }

  /** The story a workflow belongs to; one that no story knows belongs to the latest. */
  storyOf(workflowId: string): Story {
    const story = this.stories.find((one) => one.owns(workflowId)) ?? this.stories[0];
    if (story === undefined) throw new Error(`no story has begun when ${workflowId} asks for an activity`);
    return story;
  }

  /** @throws Error when a history of this file does not replay */
  async close(): Promise<void> {
    const lines = await this.open();
    try {
      await replayHistories(lines.client, this.taskQueues);
    } finally {
      await (
        await this.stop
      )?.();
      await lines.close();
    }
  }

  private delegate(names: readonly string[]): Activities {
    type Activity = (...args: readonly unknown[]) => unknown;
    const find = (name: string): Activity | undefined => {
      const { workflowExecution } = Context.current().info;
      const { activities } = this.storyOf(workflowExecution?.workflowId ?? '');
      return (activities as unknown as Record<string, Activity>)[name];
    };
    const delegates = names.map((name) => [name, (...args: readonly unknown[]) => find(name)?.(...args)]);
    return Object.fromEntries(delegates) as Activities;
  }
}

let workers: StoryWorkers | undefined;

/** The workers that the stories of this file share, where they do. */
export function findStoryWorkers(): StoryWorkers | undefined {
  return workers;
}

/** The stories of this file share workers; after the last one every history that they made is replayed. */
export function useStoryWorkers({ webhooks = false } = {}): void {
  beforeAll(() => {
    silenceWorkers();
    workers = new StoryWorkers(webhooks);
  });
  afterAll(async () => {
    await workers?.close();
    await Runtime.instance().shutdown();
  });
}
