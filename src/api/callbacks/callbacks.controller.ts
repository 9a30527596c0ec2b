import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { callbackBody } from './callback-body.js';
import { attemptCalledBack } from './callback-gate.js';
import { CallbackDocs } from './callbacks.docs.js';
import { Callbacks } from './callbacks.service.js';
import { hintIn } from './hint.js';
import { HintDelivery } from './hint-delivery.js';
import { requireSignature } from './signature.js';

/** Where Getnet calls back. */
@Controller('webhooks/getnet')
export class CallbacksController {
  constructor(
    private readonly callbacks: Callbacks,
    private readonly delivery: HintDelivery,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Post(':token')
  @HttpCode(200)
  @CallbackDocs()
  async arrived(@Req() request: FastifyRequest): Promise<{ readonly received: true }> {
    const customId = attemptCalledBack(request);
    requireSignature(request, this.environment);
    const hint = hintIn(callbackBody(request), customId);
    await this.delivery.deliver(customId, hint, (limitMs) => this.callbacks.take(hint, limitMs));
    return { received: true };
  }
}
