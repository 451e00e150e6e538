/** kubectl against our server says what it said against a real one, to the letter. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeKubectl } from './kubectl-desk';
import { perform } from './recorded/commands';
import type { Recording } from './recorded/commands';

const { files, commands } = JSON.parse(readFileSync(new URL('recorded/kubectl.json', import.meta.url), 'utf8')) as Recording;
const CONTROLLERS = ['namespace', 'serviceaccount', 'root-ca-certificate-publisher', 'clusterrole-aggregation', 'resourcequota'];
const cluster = { nodes: 0, speed: 1, scheduler: false, controllers: CONTROLLERS.map((name) => `${name}-controller`) };

describeKubectl('kubectl as recorded', { cluster, files }, (desk) => {
  for (const { run, outcome } of commands) {
    test(run, { timeout: 60_000 }, async () => {
      expect(await perform(desk(), run)).toEqual(outcome);
    });
  }
});
