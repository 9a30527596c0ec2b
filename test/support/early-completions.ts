import proto from '@temporalio/proto';
import { NativeConnection } from '@temporalio/worker';
import { constants } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { passOn, readCallName, readMessage, startGrpcRelay } from '../../src/dev/processes/grpc-relay.js';

const { RespondWorkflowTaskCompletedRequest } = proto.temporal.api.workflowservice.v1;
const { CommandType } = proto.temporal.api.enums.v1;

/** A connection of workers on which one workflow task is completed early, and the next one is lost. */
export interface EarlyCompletions {
  readonly connection: NativeConnection;
  /** From now on, once: the task in which a local activity of this name ends is completed early. */
  arm(activity: string): void;
  /** Whether it has happened since. */
  readonly hasHappened: boolean;
  close(): Promise<void>;
}

/**
 * What Temporal's Core does where a query is answered just while a local activity ends, and its worker dies then: the task records the end
 * of the activity alone, and whatever the workflow made of it goes with the next task, which nobody completes.
 */
export async function openEarlyCompletions(): Promise<EarlyCompletions> {
  let armed: string | undefined;
  let hasHappened = false;
  const relay = await startGrpcRelay(process.env['TEST_TEMPORAL_ADDRESS'] ?? '', (call) => {
    const isCompletion = readCallName(call.headers) === 'RespondWorkflowTaskCompleted';
    if (!isCompletion || armed === undefined) return passOn(call);
    void buffer(call.stream).then((request) => {
      const early = armed === undefined ? undefined : cutShort(readMessage(request), armed);
      if (early === undefined) return passOn(call, request);
      armed = undefined;
      hasHappened = true;
      call.stream.on('error', () => undefined);
      // Its answer, which has the next task, is lost.
      const sent = call.beyond.request(call.headers);
      sent.on('end', () => call.stream.close(constants.NGHTTP2_INTERNAL_ERROR)).resume();
      sent.end(frame(early));
    });
  });
  const connection = await NativeConnection.connect({ address: relay.address });
  return {
    connection,
    arm: (activity) => {
      armed = activity;
      hasHappened = false;
    },
    get hasHappened() {
      return hasHappened;
    },
    async close() {
      await connection.close();
      await relay.close();
    },
  };
}

/** @returns undefined for a completion that does not record the end of such an activity. */
function cutShort(message: Buffer, activity: string): Uint8Array | undefined {
  if (!message.includes(`"activity_type":"${activity}"`)) return undefined;
  const completion = RespondWorkflowTaskCompletedRequest.decode(message);
  const end = completion.commands.findIndex(
    ({ commandType }) => commandType === CommandType.COMMAND_TYPE_RECORD_MARKER,
  );
  const commands = completion.commands.slice(0, end + 1);
  const sent = commands.map((command) => command.protocolMessageCommandAttributes?.messageId);
  return RespondWorkflowTaskCompletedRequest.encode({
    ...completion,
    commands,
    messages: completion.messages.filter(({ id }) => sent.includes(id)),
    forceCreateNewWorkflowTask: true,
    returnNewWorkflowTask: true,
  }).finish();
}

/** One message of gRPC, not compressed. */
function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
