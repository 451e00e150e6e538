/** The fault tools, and the one that is armed: the next click on a fitting target uses it. */
import { createStore } from 'zustand/vanilla';
import { createFault, endFault, faultManifest } from './commands/faults';
import { deleteObject } from './commands/objects';
import { clusterStore } from './cluster';
import { notify, notifyFailure } from './notices';
import type { ObjectRef } from './selection';
import type { Fault, FaultSpec } from '../../workers/resources/sim/faults/types';
import { stringify } from 'yaml';

export type ToolId = 'PowerOff' | 'NetworkCut' | 'KubeletStop' | 'ContainerCrash' | 'DeletePod';

export interface Tool {
  readonly id: ToolId;
  readonly target: 'Node' | 'Pod';
}

export const tools: readonly Tool[] = [
  { id: 'PowerOff', target: 'Node' },
  { id: 'NetworkCut', target: 'Node' },
  { id: 'KubeletStop', target: 'Node' },
  { id: 'ContainerCrash', target: 'Pod' },
  { id: 'DeletePod', target: 'Pod' },
];

/** Parts of the control plane that can be taken down. */
export const components = ['kube-scheduler', 'kube-controller-manager'] as const;

export const toolStore = createStore<{ readonly armed?: ToolId }>(() => ({}));

export function arm(tool: ToolId | undefined): void {
  toolStore.setState({ armed: tool });
}

/** Uses a tool on a target of its kind: creates the Fault (and shows it as YAML), or deletes the pod. */
export async function applyTool(id: ToolId, ref: ObjectRef): Promise<void> {
  if (id === 'DeletePod') await notifyFailure(deleteObject('Pod', ref.namespace, ref.name));
  else await breakTarget({ type: id, target: { kind: ref.kind, name: ref.name, ...(ref.namespace ? { namespace: ref.namespace } : {}) } });
}

export async function breakTarget(spec: FaultSpec): Promise<void> {
  const fault = faultManifest(spec);
  if (await notifyFailure(createFault(fault)))
    notify({ tone: 'done', text: `kubectl apply -f ${fault.metadata.name}.yaml`, detail: faultYaml(fault) });
}

/** Ends every fault of a type on a target. */
export async function mend(type: string, ref: ObjectRef): Promise<void> {
  for (const fault of faultsOn(clusterStore.getState().objects.Fault, ref)) {
    if (fault.spec.type === type && fault.metadata.name) await notifyFailure(endFault(fault.metadata.name));
  }
}

/** Faults aimed at one object by name that have not ended. */
export function faultsOn(faults: ReadonlyMap<string, Fault>, ref: ObjectRef): readonly Fault[] {
  return [...faults.values()].filter(
    ({ spec: { target }, status }) =>
      target.kind === ref.kind &&
      target.name === ref.name &&
      (target.namespace ?? '') === (ref.namespace ?? '') &&
      status?.phase !== 'Ended' &&
      status?.phase !== 'Failed',
  );
}

export function faultYaml({ apiVersion, kind, metadata, spec }: Fault): string {
  return stringify({ apiVersion, kind, metadata: { name: metadata.name }, spec });
}
