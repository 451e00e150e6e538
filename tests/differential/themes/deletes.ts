import type { RandomStream } from '../../../workers/sim/component';
import { keepableKinds, pick } from '../kinds';
import type { Step } from '../scenario';
import { named } from './named';
import type { Theme } from './theme';

/** An object, with and without finalizers, deleted with options of all sorts, by name and by collection. */
export const deletes: Theme = {
  name: 'deletes',
  says: 'objects deleted by name and by collection, with options, preconditions and finalizers',
  kinds: keepableKinds,
  scenario(kind, wanted, random) {
    const { object, path } = named(kind, wanted);
    const held = pick(
      [{}, {}, { finalizers: ['example.com/a'] }, { finalizers: ['example.com/a', 'foregroundDeletion'] }, { finalizers: ['orphan'] }],
      random,
    );
    const body = { ...object, metadata: { ...(object['metadata'] as object), ...held, labels: { run: wanted } } };
    const steps: Step[] = [{ method: 'POST', path: kind.collection, body }];
    for (let count = 2 + random.int(2); count > 0; count--)
      steps.push(random.int(4) === 0 ? collection(kind.collection, wanted, random) : single(path, random), { method: 'GET', path });
    steps.push(
      { method: 'PATCH', path, body: { metadata: { finalizers: null } }, contentType: 'application/merge-patch+json' },
      { method: 'GET', path },
    );
    return { kind: kind.name, steps, leaves: [path] };
  },
};

function single(path: string, random: RandomStream): Step {
  const query = pick(
    [
      '',
      '',
      '?gracePeriodSeconds=0',
      '?propagationPolicy=Foreground',
      '?propagationPolicy=Orphan',
      '?propagationPolicy=X',
      '?dryRun=All',
      '?dryRun=x',
      '?gracePeriodSeconds=-1',
    ],
    random,
  );
  return { method: 'DELETE', path: path + query, ...(random.int(2) === 0 ? {} : options(random)) };
}

function collection(path: string, wanted: string, random: RandomStream): Step {
  const query = pick(['', '&propagationPolicy=Foreground', '&dryRun=All', '&gracePeriodSeconds=0', '&limit=1'], random);
  return { method: 'DELETE', path: `${path}?labelSelector=run%3D${wanted}${query}` };
}

function options(random: RandomStream): Pick<Step, 'body'> {
  const given = pick<object>(
    [
      {},
      { gracePeriodSeconds: 0 },
      { gracePeriodSeconds: 5 },
      { gracePeriodSeconds: -1 },
      { propagationPolicy: 'Foreground' },
      { propagationPolicy: 'Orphan' },
      { propagationPolicy: 'Background' },
      { propagationPolicy: 'X' },
      { orphanDependents: true },
      { orphanDependents: true, propagationPolicy: 'Orphan' },
      { preconditions: { resourceVersion: '{{0:metadata.resourceVersion}}' } },
      { preconditions: { resourceVersion: '1' } },
      { preconditions: { uid: '{{0:metadata.uid}}' } },
      { preconditions: { uid: 'x' } },
      { dryRun: ['All'] },
      { dryRun: ['x'] },
      { dryRun: 'All' },
      { unknown: 1 },
    ],
    random,
  );
  return { body: { kind: 'DeleteOptions', apiVersion: 'v1', ...given } };
}
