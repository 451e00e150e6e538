import { certificateApproval, certificateSigning, certificateSubjectRestriction } from './certificates';
import { defaultIngressClass } from './default-ingress-class';
import { defaultTolerationSeconds } from './default-toleration-seconds';
import { endingDefinition } from './ending-definition';
import { limitRanger } from './limit-ranger/limit-ranger';
import { namespaceLifecycle } from './namespace-lifecycle';
import type { AdmissionPlugin } from './plugin';
import { podResize } from './pod-resize';
import { podSecurity } from './pod-security/pod-security';
import { mutatingAdmissionPolicy } from './policies/mutating';
import { validatingAdmissionPolicy } from './policies/validating';
import { priority } from './priority';
import { resourceQuota } from './resource-quota';
import { runtimeClass } from './runtime-class';
import { serviceAccount } from './service-account';
import { defaultStorageClass, persistentVolumeClaimResize, storageObjectInUseProtection } from './storage';
import { taintNodesByCondition } from './taint-nodes-by-condition';

/** In the order upstream's default plugins run (k8s.io/kubernetes/pkg/kubeapiserver/options/plugins.go, 1.36). */
export const admissionPlugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  limitRanger,
  serviceAccount,
  taintNodesByCondition,
  podSecurity,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  persistentVolumeClaimResize,
  podResize,
  runtimeClass,
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  defaultIngressClass,
  mutatingAdmissionPolicy,
  validatingAdmissionPolicy,
  resourceQuota,
  endingDefinition,
];
