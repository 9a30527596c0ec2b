import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client, Connection } from '@temporalio/client';

const { PORT = '', TEMPORAL_ADDRESS = '' } = process.env;
const connection = await Connection.connect({ address: TEMPORAL_ADDRESS });
const { workflow } = new Client({ connection });

/** Routes that do nothing but start, signal and read workflows. The id names the terminal too. */
@Controller()
class BaselineController {
  @Get('ready')
  ready(): object {
    return {};
  }

  @Post('sales/:type/:id')
  async start(@Param('type') type: string, @Param('id') id: string): Promise<object> {
    await this.startWorkflow(type, id);
    return { id };
  }

  @Post('sales/:type/:id/whole')
  async startAndWait(@Param('type') type: string, @Param('id') id: string): Promise<object> {
    const run = await this.startWorkflow(type, id);
    return { id, result: await run.result() };
  }

  @Get('sales/:id')
  async read(@Param('id') id: string): Promise<object> {
    return { id, result: await workflow.getHandle(id).result() };
  }

  @Get('sales/:id/description')
  async describe(@Param('id') id: string): Promise<object> {
    const { status } = await workflow.getHandle(id).describe();
    return { id, status: status.name };
  }

  @Post('callbacks/:id')
  @HttpCode(200)
  async callback(@Param('id') id: string, @Body() _body: unknown): Promise<object> {
    await workflow.getHandle(id).signal('calledBack');
    return { received: true };
  }

  private startWorkflow(type: string, id: string) {
    const webhook = `http://127.0.0.1:${PORT}/callbacks/${id}`;
    const order = { customId: id, serialNumber: id, webhook };
    return workflow.start(type, { workflowId: id, taskQueue: 'bench-baseline', args: [order] });
  }
}

@Module({ controllers: [BaselineController] })
class BaselineModule {}

const app = await NestFactory.create<NestFastifyApplication>(BaselineModule, new FastifyAdapter(), {
  logger: false,
});
app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
await app.listen(Number(PORT), '127.0.0.1');
