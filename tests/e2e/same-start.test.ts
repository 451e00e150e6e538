/** Visits with one seed open on one cluster: what the page deploys is part of virtual time, however long the page takes. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageReply } from '../../workers/protocol/page';
import { servePage } from '../support/page';
import type { TestPage } from '../support/page';

const UNTIL_MS = 300_000;

describe('the demo', () => {
  let served: TestPage;
  beforeAll(async () => {
    served = await servePage();
  });
  afterAll(() => served?.close());

  test('is the same cluster after the same virtual time, also on a slow page', async () => {
    const first = await visit(served, 1);
    expect(first).toMatchObject({ nowMs: UNTIL_MS, hash: expect.stringMatching(/./) });
    expect(await visit(served, 4)).toEqual(first);
  }, 240_000);
});

/** The answer of /sim/hash once the clock shows `UNTIL_MS`. `slowdown`: of the page's own thread. */
async function visit({ browser, url }: TestPage, slowdown: number): Promise<unknown> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.addInitScript(() => {
    const channels: MessageChannel[] = [];
    const Channel = globalThis.MessageChannel;
    globalThis.MessageChannel = class extends Channel {
      constructor() {
        super();
        channels.push(this);
      }
    };
    Object.assign(globalThis, { channels });
  });
  await page.goto(url);
  await page
    .getByRole('button', { name: /^Pod frontend-/ })
    .first()
    .waitFor({ timeout: 100_000 });
  await ask(page, 'PATCH', '/sim/clock', { paused: true });
  await ask(page, 'POST', '/sim/advance', { untilMs: UNTIL_MS });
  const { body } = await ask(page, 'GET', '/sim/hash');
  await context.close();
  return body;
}

/** Over the page's own port to the store worker; nobody answers on the other channels that it has. */
function ask(page: Page, method: string, path: string, body?: unknown): Promise<PageReply> {
  return page.evaluate(
    (request) =>
      new Promise<PageReply>((resolve) => {
        const id = `test ${request.path}`;
        for (const { port1 } of (globalThis as unknown as { channels: MessageChannel[] }).channels) {
          port1.addEventListener('message', ({ data }) => {
            if (data?.type === 'reply' && data.id === id) resolve(data.reply as PageReply);
          });
          port1.postMessage({ type: 'request', id, request });
        }
      }),
    { method, path, body },
  );
}
