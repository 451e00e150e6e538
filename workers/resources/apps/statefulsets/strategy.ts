/** Source: k8s.io/kubernetes/pkg/registry/apps/statefulset/strategy.go and pkg/apis/apps/v1/defaults.go, 1.36. */
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import { templateWarnings } from '../../core/pods/warnings';
import type { Draft, Strategy } from '../../definition';
import { separateStatus } from '../../strategy';
import { validateStatefulSet, validateStatefulSetUpdate } from './validation';

export const statefulSetStrategy: Strategy = {
  setDefaults,
  ...separateStatus(() => ({ replicas: 0, availableReplicas: 0 })),
  hasGeneration: true,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: templateWarnings,
  allowUnconditionalUpdate: true,
};

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.podManagementPolicy ||= 'OrderedReady';
  spec.updateStrategy ??= {};
  const { updateStrategy } = spec;
  if (!updateStrategy.type) {
    updateStrategy.type = 'RollingUpdate';
  }
  if (updateStrategy.type === 'RollingUpdate') {
    updateStrategy.rollingUpdate ??= {};
    updateStrategy.rollingUpdate.partition ??= 0;
    delete updateStrategy.rollingUpdate.maxUnavailable;
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
