import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Queue, QueueEvents, connection } from './queue-library.js';

const { PORT = '' } = process.env;
const options = { connection, defaultJobOptions: { removeOnComplete: 1_000 } };
const [sending, finishing] = [new Queue('send', options), new Queue('finish', options)];
const finished = new QueueEvents('finish', { connection });
const waiting = new Map<string, (result: unknown) => void>();
finished.on('completed', ({ jobId, returnvalue }) => {
  waiting.get(jobId)?.(returnvalue);
  waiting.delete(jobId);
});

/** Q: a sale is a job that sends, and after the callback one that queries. */
@Controller()
class QueueController {
  @Get('ready')
  ready(): object {
    return {};
  }

  @Post('sales/:id/whole')
  async startAndWait(@Param('id') id: string): Promise<object> {
    const result = new Promise((settle) => waiting.set(id, settle));
    await sending.add('sale', { id, webhook: `http://127.0.0.1:${PORT}/callbacks/${id}` }, { jobId: id });
    return { id, result: await result };
  }

  @Post('callbacks/:id')
  @HttpCode(200)
  async callback(@Param('id') id: string, @Body() { data }: { data: { idPosTxs: number } }): Promise<object> {
    await finishing.add('sale', { id, idPosTxs: data.idPosTxs }, { jobId: id });
    return { received: true };
  }
}

@Module({ controllers: [QueueController] })
class QueueModule {}

await finished.waitUntilReady();
const app = await NestFactory.create<NestFastifyApplication>(QueueModule, new FastifyAdapter(), {
  logger: false,
});
app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
await app.listen(Number(PORT), '127.0.0.1');
