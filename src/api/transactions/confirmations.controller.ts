import { Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requireCaller } from '../auth/authenticate.js';
import { Needs, RolesGuard } from '../auth/roles.guard.js';
import { requireEmptyBody } from '../http/empty-body.js';
import { Confirmations } from './confirmations.service.js';
import { render } from '../../rendering/render-transaction.js';
import { ConfirmDocs } from './transactions.docs.js';

/** Keeps approved sales. */
@Controller('v1/transactions')
@UseGuards(RolesGuard)
export class ConfirmationsController {
  constructor(private readonly confirmations: Confirmations) {}

  @Post(':id/confirm')
  @HttpCode(200)
  @Needs('payments')
  @ConfirmDocs()
  async confirm(@Req() request: FastifyRequest, @Param('id') id: string) {
    requireEmptyBody(request.body);
    return render(await this.confirmations.confirm({ caller: requireCaller(request), id }));
  }
}
