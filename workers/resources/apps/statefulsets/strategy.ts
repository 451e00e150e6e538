/** Source: k8s.io/kubernetes/pkg/registry/apps/statefulset/strategy.go and pkg/apis/apps/v1/defaults.go, 1.36. */
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import { addClaimWarnings } from '../../core/pods/volume-warnings';
import { templateWarnings } from '../../core/pods/warnings';
import type { Draft, Strategy } from '../../definition';
import { separateStatus } from '../../strategy';
import { checkCounts } from '../../validation/status-counts';
import type { StatefulSet } from './types';
import { validateStatefulSet, validateStatefulSetUpdate } from './validation';

const apart = separateStatus(() => ({ replicas: 0, availableReplicas: 0 }));

export const statefulSetStrategy: Strategy = {
  setDefaults,
  prepareForCreate: (draft, context) => {
    apart.prepareForCreate(draft, context);
    dropDisabled(draft);
  },
  prepareForUpdate: (draft, before, context) => {
    apart.prepareForUpdate(draft, before, context);
    dropDisabled(draft);
  },
  hasGeneration: true,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  validateStatusUpdate: checkCounts({
    notNegative: [
      'replicas',
      'readyReplicas',
      'currentReplicas',
      'updatedReplicas',
      'availableReplicas',
      'observedGeneration',
      'collisionCount',
    ],
    atMost: [
      ['readyReplicas', 'replicas', 'status.replicas'],
      ['currentReplicas', 'replicas', 'status.replicas'],
      ['updatedReplicas', 'replicas', 'status.replicas'],
      ['availableReplicas', 'replicas', 'status.replicas'],
      ['availableReplicas', 'readyReplicas', 'status.readyReplicas'],
    ],
    growing: ['collisionCount'],
  }),
  warnings,
  allowUnconditionalUpdate: true,
};

/** The feature MaxUnavailableStatefulSet is off. */
function dropDisabled({ spec }: Draft): void {
  const { maxUnavailable, ...rollingUpdate } = spec.updateStrategy.rollingUpdate ?? {};
  if (maxUnavailable !== undefined) spec.updateStrategy = { ...spec.updateStrategy, rollingUpdate };
}

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.podManagementPolicy ||= 'OrderedReady';
  spec.updateStrategy ??= {};
  const { updateStrategy } = spec;
  if (!updateStrategy.type) {
    updateStrategy.type = 'RollingUpdate';
    updateStrategy.rollingUpdate ??= {};
  }
  if (updateStrategy.type === 'RollingUpdate' && updateStrategy.rollingUpdate) {
    updateStrategy.rollingUpdate.partition ??= 0;
  }
  spec.persistentVolumeClaimRetentionPolicy ??= {};
  spec.persistentVolumeClaimRetentionPolicy.whenDeleted ||= 'Retain';
  spec.persistentVolumeClaimRetentionPolicy.whenScaled ||= 'Retain';
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.template ??= { metadata: {}, spec: {} };
  setPodTemplateDefaults(spec.template);
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion = 'v1';
    claim.kind = 'PersistentVolumeClaim';
    claim.metadata ??= {};
    claim.spec ??= {};
    claim.spec.volumeMode ??= 'Filesystem';
    claim.status ??= {};
    claim.status.phase ??= 'Pending';
  }
}

function warnings(object: AnyObject, before: AnyObject | undefined): string[] {
  const { spec } = object as unknown as StatefulSet;
  if (before && deepEqual(spec, (before as unknown as StatefulSet).spec)) return [];
  const found = templateWarnings(object, before);
  for (const [index, claim] of (spec?.volumeClaimTemplates ?? []).entries()) {
    addClaimWarnings(claim.spec, `spec.volumeClaimTemplates[${index}]`, found);
  }
  if ((spec?.revisionHistoryLimit ?? 0) < 0) {
    found.push('spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended');
  }
  return found;
}
