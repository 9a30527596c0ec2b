import { Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseTransactionId } from '../../domain/ids.js';
import { requireCaller } from '../auth/authenticate.js';
import { Needs, RolesGuard } from '../auth/roles.guard.js';
import { requireEmptyBody } from '../http/empty-body.js';
import { addNotes } from '../http/request-notes.js';
import { CancelDocs } from './cancel.docs.js';
import { Cancellations } from './cancellations.service.js';
import { render, buildTransactionPath } from '../../rendering/render-transaction.js';

/** Calls transactions off. */
@Controller('v1/transactions/:id/cancel')
@UseGuards(RolesGuard)
export class CancelController {
  constructor(private readonly cancellations: Cancellations) {}

  @Post()
  @HttpCode(202)
  @Needs('payments')
  @CancelDocs()
  async cancel(
    @Req() request: FastifyRequest,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (parseTransactionId(id) !== undefined) addNotes(request, { transactionId: id });
    requireEmptyBody(request.body);
    const net = await this.cancellations.cancel({ caller: requireCaller(request), id });
    void reply.header('location', buildTransactionPath(id));
    return render(net);
  }
}
