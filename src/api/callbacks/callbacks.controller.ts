import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import type { Environment } from '../../config/environment/environment.js';
import { ENVIRONMENT } from '../../config/settings.module.js';
import { getCallbackBody } from './callback-body.js';
import { getCustomId, requireSignature } from './callback-auth.js';
import { CallbackDocs } from './callbacks.docs.js';
import { Callbacks } from './callbacks.service.js';
import { HintDelivery } from './hint-delivery.js';
import type { CustomId } from '../../domain/ids.js';
import { readCallbackBody } from '../../getnet/mapping/callback-hint.js';
import type { CallbackHint } from '../../workflows/transaction.messages.js';

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
    const customId = getCustomId(request);
    requireSignature(request, this.environment);
    const hint = readHint(getCallbackBody(request), customId);
    await this.delivery.deliver(customId, hint, (limitMs) => this.callbacks.accept(hint, limitMs));
    return { received: true };
  }
}

/** What we keep of a callback: what to ask about, what it claims, and a digest that recognises it. Never the body. */
export function readHint(body: Buffer, customId: CustomId): CallbackHint {
  const digest = createHash('sha256').update(body).digest('hex');
  return { version: 1, customId, digest, at: Date.now(), ...readCallbackBody(body) };
}
