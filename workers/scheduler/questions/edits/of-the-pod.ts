import type { Pod } from '../../../resources/core/pods/types';
import { COST, podEdit, podRemoval } from './candidate';
import type { Proposer } from './candidate';

const TRIED_MAX = 3;

/** All gates go together: one that stays holds the pod. */
export const gateEdits: Proposer = ({ info: { pod } }) => {
  const gates = (pod.spec?.schedulingGates ?? []).map(({ name }) => name);
  const params = { gates: gates.join(', '), count: gates.length };
  return gates.length > 0 ? [podEdit({ kind: 'removeGate', params }, COST.gate, () => ({ schedulingGates: [] }))] : [];
};

export const portEdits: Proposer = ({ info: { facts, pod } }, rejected) => {
  const edits = facts.hostPorts.map(({ port, protocol }) =>
    podEdit({ kind: 'removeHostPort', params: { port, protocol } }, COST.field, () => ({ containers: withoutHostPort(pod, port) })),
  );
  const holders = rejected
    .slice(0, TRIED_MAX)
    .flatMap((node) =>
      node.pods
        .filter((holder) => holder.facts.hostPorts.some(({ port }) => facts.hostPorts.some((wanted) => wanted.port === port)))
        .map((holder) => podRemoval(node, holder)),
    );
  return [...edits, ...holders];
};

function withoutHostPort(pod: Pod, hostPort: number): NonNullable<Pod['spec']>['containers'] {
  return (pod.spec?.containers ?? []).map((container) => ({
    ...container,
    ...(container.ports
      ? {
          ports: container.ports.map((port) => (port.hostPort === hostPort ? { ...port, hostPort: undefined as unknown as number } : port)),
        }
      : {}),
  }));
}

export const volumeEdits: Proposer = ({ info: { pod, facts } }, rejected) => {
  const volumes = pod.spec?.volumes ?? [];
  const removals = volumes
    .filter((volume) => !HARMLESS.some((kind) => kind in volume))
    .map(({ name }) =>
      podEdit({ kind: 'removeVolume', params: { volume: name } }, COST.volume, () => ({
        volumes: volumes.filter((each) => each.name !== name),
      })),
    );
  const sharers = rejected
    .slice(0, TRIED_MAX)
    .flatMap((node) =>
      node.pods
        .filter(
          (other) =>
            other.namespace === (pod.metadata.namespace ?? '') && other.facts.claimNames.some((name) => facts.claimNames.includes(name)),
        )
        .map((other) => podRemoval(node, other)),
    );
  return [...removals, ...sharers];
};

const HARMLESS = ['projected', 'configMap', 'secret', 'emptyDir', 'hostPath', 'downwardAPI'] as const;
