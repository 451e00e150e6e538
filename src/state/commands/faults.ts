import type { PageReply } from '../../../workers/protocol/page';
import type { Fault, FaultSpec } from '../../../workers/resources/sim/faults/types';
import { clusterStore } from '../cluster';
import { transport } from '../connection';
import { deleteObject } from './objects';

/** The Fault that a tool would create: a name that says what it does, free among the faults now known. */
export function faultManifest(spec: FaultSpec): Fault {
  const stem = [spec.type, spec.target.name ?? 'selected']
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 50)
    .replace(/-+$/, '');
  const taken = clusterStore.getState().objects.Fault;
  let name = stem;
  for (let n = 2; taken.has(name); n++) name = `${stem}-${n}`;
  return { apiVersion: 'sim.kubarium.dev/v1alpha1', kind: 'Fault', metadata: { name }, spec };
}

export function createFault(fault: Fault): Promise<PageReply> {
  return transport().request({ method: 'POST', path: '/apis/sim.kubarium.dev/v1alpha1/faults', body: fault });
}

export function endFault(name: string): Promise<PageReply> {
  return deleteObject('Fault', undefined, name);
}
