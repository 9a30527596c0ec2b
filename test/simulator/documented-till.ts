import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Answer, Json, Listener, Till } from './till.js';
import { eventually, fixture, openListener, openTill, describeShape } from './till.js';

export let till: Till;
let listener: Listener;

/** A simulator for a spec file, reset after each test. */
export function openDocumentedTill(): void {
  beforeAll(async () => {
    till = await openTill();
    listener = await openListener();
  });
  afterAll(async () => {
    await listener.close();
    await till.simulator.stop();
  });
  afterEach(async () => {
    await till.control('POST', '/reset');
    listener.received.splice(0);
  });
}

/** A request of the fixtures, and how it is played. */
export interface Case {
  readonly request: string;
  readonly shape?: string;
  readonly language?: string;
  readonly script?: Json;
}

const readCountry = (request: string): 'cl' | 'ar' => (request.startsWith('ar-') ? 'ar' : 'cl');

// The Argentine fixtures name a serial number of their own.
async function terminalFor({ request, shape, language }: Case): Promise<void> {
  const { idTerminal, idSucursal, serialNumber } = fixture(`requests/${request}.json`);
  const country = readCountry(request).toUpperCase();
  const behaviour = { ...(shape ? { shape } : {}), ...(language ? { language } : {}) };
  await till.control('POST', '/terminals', { country, idTerminal, idSucursal, serialNumber, ...behaviour });
}

export async function send(told: Case): Promise<Answer> {
  await terminalFor(told);
  await till.script({ callback: { lost: true }, ...told.script });
  const country = readCountry(told.request);
  return till.call('POST', 'sale', fixture(`requests/${told.request}.json`), { country });
}

export async function status(told: Case): Promise<Answer> {
  const ack = await send(told);
  const id = String(ack.body.data?.idPosTxs);
  return eventually(async () => {
    const answer = await till.call('GET', id, undefined, { country: readCountry(told.request) });
    return answer.body.code === 2 ? undefined : answer;
  });
}

export async function callback(told: Case): Promise<Json> {
  await send({
    ...told,
    script: { ...told.script, callback: { url: listener.url, ...(told.script?.callback as Json) } },
  });
  return eventually(() => listener.received[0]?.body);
}

export const customer = (action: string): Json => ({ customer: { action } });
export const expectSame = (body: Json, file: string): void => {
  expect(describeShape(body)).toEqual(describeShape(fixture(file)));
  const { code, status: state, message } = fixture(file);
  expect(body).toMatchObject({ code, status: state, message });
};
