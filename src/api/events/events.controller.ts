import { Controller, Get, Param, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseTransactionId } from '../../domain/ids.js';
import { requireCaller } from '../auth/authenticate.js';
import { RolesGuard } from '../auth/roles.guard.js';
import { addNotes } from '../http/request-notes.js';
import { EventStreams } from './event-streams.service.js';
import { MerchantEventsDocs, TransactionEventsDocs } from './events.docs.js';
import { MerchantEvents } from './merchant-events.service.js';
import { readLastEventId } from './sse.js';
import { TransactionEvents } from './transaction-events.service.js';

/** What happens, as it happens. */
@Controller('v1')
@UseGuards(RolesGuard)
export class EventsController {
  constructor(
    private readonly streams: EventStreams,
    private readonly transactions: TransactionEvents,
    private readonly merchants: MerchantEvents,
  ) {}

  @Get('events')
  @MerchantEventsDocs()
  async ofMerchant(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { merchant } = requireCaller(request);
    const gone = this.streams.acquireSlot({ request, reply });
    const lastEventId = readLastEventId(request.headers['last-event-id']);
    const { cursor, write } = await this.merchants.open({ merchant, lastEventId, gone });
    void reply.header('event-cursor', cursor);
    this.streams.send({ request, reply, gone }, write);
  }

  @Get('transactions/:id/events')
  @TransactionEventsDocs()
  async ofTransaction(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (parseTransactionId(id) !== undefined) addNotes(request, { transactionId: id });
    const gone = this.streams.acquireSlot({ request, reply });
    const lastEventId = readLastEventId(request.headers['last-event-id']);
    const write = await this.transactions.open({ caller: requireCaller(request), id, lastEventId });
    this.streams.send({ request, reply, gone }, write);
  }
}
