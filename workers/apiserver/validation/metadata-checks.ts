/** The order of an update's checks, by kind (source: the strategies of k8s.io/kubernetes/pkg/registry and the Validate<Kind>Update they call, 1.36). */
import type { ResourceDefinition } from '../../resources/definition';

/**
 * What each kind's own package checks of an update, in order: "W" metadata as on creation, "U" what of metadata may not change; in lower
 * case those of k8s.io/apimachinery, which do not know Kubernetes' plain finalizers. "V" stands for the strategy's validate,
 * "D" for its validateUpdate or validateStatusUpdate; without either, that one comes last. Upstream reports an error as often as it is
 * found (as recorded from Kubernetes 1.36).
 */
const UPDATES: Readonly<Record<string, string>> = {
  pods: 'UW',
  configmaps: 'UDWV',
  endpoints: 'UW',
  serviceaccounts: 'UW',
  secrets: 'UDWV',
  persistentvolumeclaims: 'UW',
  controllerrevisions: 'UW',
  volumeattributesclasses: 'UDWV',
  ingressclasses: 'UDWV',
  ingresses: 'UW',
  persistentvolumes: 'WVWD',
  namespaces: 'WU',
  nodes: 'WVUD',
  jobs: 'WVUD',
  ipaddresses: 'WVUD',
  storageclasses: 'WVUD',
  csistoragecapacities: 'WVUD',
  volumeattachments: 'WVD',
  roles: 'WVU',
  clusterroles: 'WVU',
  rolebindings: 'WVUD',
  clusterrolebindings: 'WVUD',
  resourceclaims: 'WU',
  resourceclaimtemplates: 'WVUD',
  deviceclasses: 'WUV',
  limitranges: 'W',
  csinodes: 'W',
  endpointslices: 'W',
  flowschemas: 'W',
  prioritylevelconfigurations: 'W',
  poddisruptionbudgets: '',
  leases: 'u',
  runtimeclasses: 'wVuD',
  customresourcedefinitions: 'u',
  apiservices: 'uwV',
  validatingadmissionpolicies: 'w',
  validatingadmissionpolicybindings: 'w',
  mutatingadmissionpolicies: 'w',
  mutatingadmissionpolicybindings: 'w',
  validatingwebhookconfigurations: 'w',
  mutatingwebhookconfigurations: 'w',
};

/** The same of writes to "status", where that is not "U" and then the status. */
const STATUS_UPDATES: Readonly<Record<string, string>> = {
  cronjobs: 'D',
  validatingadmissionpolicies: 'D',
  poddisruptionbudgets: 'D',
  statefulsets: 'DU',
  volumeattachments: 'WVD',
};

/** Custom resources are checked by apimachinery alone. */
function checksOf({ resource, custom, strategy }: Pick<ResourceDefinition, 'resource' | 'custom' | 'strategy'>): string {
  return custom ? 'u' : (strategy.metadataChecks ?? UPDATES[resource] ?? 'U');
}

/** With "D" somewhere. */
export function updateChecks(definition: ResourceDefinition, subresource: string): string {
  const { resource, strategy } = definition;
  const checks = checksOf(definition);
  const part = subresource === 'status' || subresource === 'finalize';
  const ofPart = (subresource === 'status' ? STATUS_UPDATES[resource] : undefined) ?? (checks === checks.toLowerCase() ? 'u' : 'U');
  const chosen = part && strategy.metadataChecks === undefined ? ofPart : checks;
  return /[VD]/.test(chosen) ? chosen : `${chosen}D`;
}

/** Whether finalizers without a domain have to be Kubernetes' own. */
export function knowsPlainFinalizers(definition: ResourceDefinition): boolean {
  const checks = checksOf(definition).replace(/[VD]/g, '');
  return checks !== checks.toLowerCase();
}
