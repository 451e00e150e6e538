/**
 * Records the commands of tests/parity/api/recorded/kubectl.json anew from a running API server of release 1.36, with the
 * controllers of namespaces, service accounts, aggregated roles and quotas beside it, and without nodes:
 *
 *     npx tsx scripts/record-kubectl.ts https://127.0.0.1:6443 TOKEN
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { findKubectl } from '../tests/parity/kubectl/find-kubectl';
import { openDesk } from '../tests/parity/kubectl/run-kubectl';
import { perform } from '../tests/parity/api/recorded/commands';
import type { RecordedCommand, Recording } from '../tests/parity/api/recorded/commands';

const FILE = new URL('../tests/parity/api/recorded/kubectl.json', import.meta.url);

const [url, token] = process.argv.slice(2);
const kubectl = findKubectl();
if (url === undefined || token === undefined || kubectl === undefined)
  throw new Error('usage: record-kubectl.ts URL TOKEN, with kubectl 1.36 at hand');
const recording = JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
const desk = openDesk(kubectl, url, 'default', token);
desk.write(recording.files);
const commands: RecordedCommand[] = [];
for (const { run } of recording.commands) commands.push({ run, outcome: await perform(desk, run) });
desk.dispose();
writeFileSync(FILE, `${JSON.stringify({ ...recording, commands }, null, 2)}\n`);
