/** Every kind the API server serves. A new kind is a folder and one line here; the order is the order of discovery. */
import type { ResourceDefinition } from './definition';
import { apiServices } from './apiregistration/apiservices/definition';
import { mutatingAdmissionPolicies } from './admissionregistration/mutatingadmissionpolicies/definition';
import { mutatingAdmissionPolicyBindings } from './admissionregistration/mutatingadmissionpolicybindings/definition';
import { mutatingWebhookConfigurations } from './admissionregistration/mutatingwebhookconfigurations/definition';
import { validatingAdmissionPolicies } from './admissionregistration/validatingadmissionpolicies/definition';
import { validatingAdmissionPolicyBindings } from './admissionregistration/validatingadmissionpolicybindings/definition';
import { validatingWebhookConfigurations } from './admissionregistration/validatingwebhookconfigurations/definition';
import { customResourceDefinitions } from './apiextensions/customresourcedefinitions/definition';
import { controllerRevisions } from './apps/controllerrevisions/definition';
import { daemonSets } from './apps/daemonsets/definition';
import { deployments } from './apps/deployments/definition';
import { replicaSets } from './apps/replicasets/definition';
import { statefulSets } from './apps/statefulsets/definition';
import { authenticationReviews } from './authentication/reviews';
import { authorizationReviews } from './authorization/reviews';
import { horizontalPodAutoscalers } from './autoscaling/horizontalpodautoscalers/definition';
import { horizontalPodAutoscalersV1 } from './autoscaling/horizontalpodautoscalers/v1';
import { cronJobs } from './batch/cronjobs/definition';
import { jobs } from './batch/jobs/definition';
import { certificateSigningRequests } from './certificates/certificatesigningrequests/definition';
import { leases } from './coordination/leases/definition';
import { bindings } from './core/bindings/definition';
import { componentStatuses } from './core/componentstatuses/definition';
import { configMaps } from './core/configmaps/definition';
import { endpoints } from './core/endpoints/definition';
import { events } from './core/events/definition';
import { limitRanges } from './core/limitranges/definition';
import { namespaces } from './core/namespaces/definition';
import { nodes } from './core/nodes/definition';
import { persistentVolumeClaims } from './core/persistentvolumeclaims/definition';
import { persistentVolumes } from './core/persistentvolumes/definition';
import { pods } from './core/pods/definition';
import { podTemplates } from './core/podtemplates/definition';
import { replicationControllers } from './core/replicationcontrollers/definition';
import { resourceQuotas } from './core/resourcequotas/definition';
import { secrets } from './core/secrets/definition';
import { serviceAccounts } from './core/serviceaccounts/definition';
import { services } from './core/services/definition';
import { eventsV1 } from './events/events/definition';
import { endpointSlices } from './discovery/endpointslices/definition';
import { flowSchemas } from './flowcontrol/flowschemas/definition';
import { priorityLevelConfigurations } from './flowcontrol/prioritylevelconfigurations/definition';
import { ingressClasses } from './networking/ingressclasses/definition';
import { ingresses } from './networking/ingresses/definition';
import { ipAddresses } from './networking/ipaddresses/definition';
import { networkPolicies } from './networking/networkpolicies/definition';
import { serviceCidrs } from './networking/servicecidrs/definition';
import { runtimeClasses } from './node/runtimeclasses/definition';
import { measuredResources } from './metrics/definitions';
import { podDisruptionBudgets } from './policy/poddisruptionbudgets/definition';
import { clusterRoleBindings } from './rbac/clusterrolebindings/definition';
import { clusterRoles } from './rbac/clusterroles/definition';
import { roleBindings } from './rbac/rolebindings/definition';
import { roles } from './rbac/roles/definition';
import { deviceClasses } from './resource/deviceclasses/definition';
import { resourceClaims } from './resource/resourceclaims/definition';
import { resourceClaimTemplates } from './resource/resourceclaimtemplates/definition';
import { resourceSlices } from './resource/resourceslices/definition';
import { priorityClasses } from './scheduling/priorityclasses/definition';
import { faults } from './sim/faults/definition';
import { traffics } from './sim/traffics/definition';
import { csiDrivers } from './storage/csidrivers/definition';
import { csiNodes } from './storage/csinodes/definition';
import { csiStorageCapacities } from './storage/csistoragecapacities/definition';
import { storageClasses } from './storage/storageclasses/definition';
import { volumeAttachments } from './storage/volumeattachments/definition';
import { volumeAttributesClasses } from './storage/volumeattributesclasses/definition';

export const resourceDefinitions: readonly ResourceDefinition[] = [
  bindings,
  componentStatuses,
  configMaps,
  endpoints,
  events,
  limitRanges,
  namespaces,
  nodes,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  podTemplates,
  replicationControllers,
  resourceQuotas,
  secrets,
  serviceAccounts,
  services,
  apiServices,
  mutatingAdmissionPolicies,
  mutatingAdmissionPolicyBindings,
  mutatingWebhookConfigurations,
  validatingAdmissionPolicies,
  validatingAdmissionPolicyBindings,
  validatingWebhookConfigurations,
  customResourceDefinitions,
  controllerRevisions,
  daemonSets,
  deployments,
  replicaSets,
  statefulSets,
  eventsV1,
  ...authenticationReviews,
  ...authorizationReviews,
  horizontalPodAutoscalers,
  horizontalPodAutoscalersV1,
  cronJobs,
  jobs,
  certificateSigningRequests,
  leases,
  endpointSlices,
  flowSchemas,
  priorityLevelConfigurations,
  ingressClasses,
  ingresses,
  ipAddresses,
  networkPolicies,
  serviceCidrs,
  runtimeClasses,
  podDisruptionBudgets,
  clusterRoleBindings,
  clusterRoles,
  roleBindings,
  roles,
  deviceClasses,
  resourceClaims,
  resourceClaimTemplates,
  resourceSlices,
  priorityClasses,
  csiDrivers,
  csiNodes,
  csiStorageCapacities,
  storageClasses,
  volumeAttachments,
  volumeAttributesClasses,
  ...measuredResources,
  faults,
  traffics,
];
