import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** The least that can be ready. */
@Controller()
class EmptyController {
  @Get('health/ready')
  ready(): object {
    return {};
  }
}

@Module({ controllers: [EmptyController] })
class EmptyModule {}

const app = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), {
  logger: false,
});
app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
