import { httpSubject, inlineSubject } from '../contract/subject';
import type { Subject } from '../contract/subject';
import type { Print } from './run';

const MAPS = '/api/v1/namespaces/default/configmaps';
const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1' } });
const [REQUESTS, WATCHES] = [2_000, 500];

/** The same requests in place and over HTTP, one after another; discovery and OpenAPI; what one write costs with many watches open. */
export async function httpBench(print: Print): Promise<void> {
  for (const [how, make] of [
    ['in-place', inlineSubject],
    ['http', httpSubject],
  ] as const) {
    const subject = await make();
    const rate = async (name: string, work: (at: number) => Promise<unknown>, count = REQUESTS) => {
      const started = performance.now();
      for (let at = 0; at < count; at++) await work(at);
      print({ name: `rest-${name}`, how, value: count / ((performance.now() - started) / 1000), unit: 'operations/s' });
    };
    await rate('create', (at) => subject.call('POST', MAPS, map(`n-${at}`)));
    await rate('get', (at) => subject.call('GET', `${MAPS}/n-${at}`));
    await rate('patch', (at) => subject.call('PATCH', `${MAPS}/n-${at}`, { data: { a: '2' } }, 'application/merge-patch+json'));
    await rate(`list-${REQUESTS}`, () => subject.call('GET', MAPS), 20);
    await rate('discovery', () => subject.call('GET', '/apis/apps/v1'), 200);
    await rate('openapi-apps', () => subject.call('GET', '/openapi/v3/apis/apps/v1'), 20);
    await fanOut(subject, how, print);
    await subject.close();
  }
}

async function fanOut(subject: Subject, how: string, print: Print): Promise<void> {
  const writes = 100;
  const { metadata } = (await subject.call('GET', MAPS)).body;
  let left = WATCHES * writes;
  let done = () => {};
  const all = new Promise<void>((resolve) => (done = resolve));
  for (let at = 0; at < WATCHES; at++)
    await subject.watch(`${MAPS}?watch=1&resourceVersion=${metadata.resourceVersion}`, () => void (--left === 0 && done()));
  const started = performance.now();
  for (let at = 0; at < writes; at++) await subject.call('POST', MAPS, map(`fan-${at}`));
  await all;
  print({
    name: 'watch-fan-out',
    how,
    watches: WATCHES,
    value: (WATCHES * writes) / ((performance.now() - started) / 1000),
    unit: 'events/s',
  });
}
