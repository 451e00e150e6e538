import type { Pod } from '../../../resources/core/pods/types';
import { COST, podEdit, podRemoval } from './candidate';
import type { Candidate, Proposer } from './candidate';

const SKEW_RAISES_MAX = 5;
/** Pods taken away one at a time. */
const REMOVALS_MAX = 12;

export const spreadEdits: Proposer = ({ info: { pod } }) => {
  const constraints = pod.spec?.topologySpreadConstraints ?? [];
  return constraints.flatMap((constraint, at): Candidate[] => {
    if (constraint.whenUnsatisfiable !== 'DoNotSchedule') return [];
    const key = constraint.topologyKey;
    const replaced = (change: object) => () => ({
      topologySpreadConstraints: constraints.map((each, index) => (index === at ? { ...each, ...change } : each)),
    });
    const raises = Array.from({ length: SKEW_RAISES_MAX }, (_, index) => {
      const to = constraint.maxSkew + index + 1;
      const params = { key, from: constraint.maxSkew, to };
      return podEdit({ kind: 'raiseMaxSkew', params }, COST.field + index / 10, replaced({ maxSkew: to }), `raiseMaxSkew ${at}`);
    });
    return [
      ...raises,
      podEdit({ kind: 'removeSpread', params: { key } }, COST.constraint, replaced({ whenUnsatisfiable: 'ScheduleAnyway' })),
    ];
  });
};

export const affinityEdits: Proposer = ({ info: { pod }, failures }, rejected) => {
  const removals = rejected
    .filter(({ name }) => failures.get(name)?.reasons?.some((reason) => reason.includes('anti-affinity')))
    .flatMap((node) => node.pods.map((other) => podRemoval(node, other)))
    .slice(0, REMOVALS_MAX);
  return [
    ...termRemovals(pod, 'podAffinity', 'removePodAffinity'),
    ...termRemovals(pod, 'podAntiAffinity', 'removePodAntiAffinity'),
    ...removals,
  ];
};

function termRemovals(
  pod: Pod,
  field: 'podAffinity' | 'podAntiAffinity',
  kind: 'removePodAffinity' | 'removePodAntiAffinity',
): Candidate[] {
  const { affinity } = pod.spec ?? {};
  const terms = affinity?.[field]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.map(({ topologyKey, labelSelector }, at) => {
    const pods =
      Object.entries(labelSelector?.matchLabels ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(',') || String(at + 1);
    return podEdit({ kind, params: { key: topologyKey, pods } }, COST.constraint, () => ({
      affinity: {
        ...affinity,
        [field]: { ...affinity?.[field], requiredDuringSchedulingIgnoredDuringExecution: terms.filter((_, index) => index !== at) },
      },
    }));
  });
}
