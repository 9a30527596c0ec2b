import { Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../config/merchants/merchants.js';
import { FromCaller, requireCaller } from '../auth/authenticate.js';
import { RolesGuard } from '../auth/roles.guard.js';
import { requireEmptyBody } from '../http/empty-body.js';
import { Deliveries } from './deliveries.service.js';
import { readDeliveryPage } from './delivery-page.js';
import { renderDelivery, renderTest } from './render-delivery.js';
import { DeliveriesDocs, RedeliverDocs, WebhookTestDocs } from './webhooks.docs.js';

/** What the endpoints of a merchant are sent. */
@Controller('v1')
@UseGuards(RolesGuard)
export class WebhooksController {
  constructor(private readonly deliveries: Deliveries) {}

  @Get('webhook-deliveries')
  @DeliveriesDocs()
  async list(@FromCaller() caller: Caller, @Query() query: unknown) {
    const { items, nextCursor } = await this.deliveries.list(caller, readDeliveryPage(query));
    return { items: items.map(renderDelivery), nextCursor };
  }

  @Post('webhook-deliveries/:id/redeliver')
  @HttpCode(202)
  @RedeliverDocs()
  async redeliver(@Req() request: FastifyRequest, @Param('id') id: string) {
    requireEmptyBody(request.body);
    return renderDelivery(await this.deliveries.redeliver(requireCaller(request), id));
  }

  @Post('webhooks/test')
  @HttpCode(202)
  @WebhookTestDocs()
  async test(@Req() request: FastifyRequest) {
    requireEmptyBody(request.body);
    const sent = await this.deliveries.test(requireCaller(request));
    return renderTest(sent);
  }
}
