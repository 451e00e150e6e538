/** A valid object of every kind that is stored, to start mutating from. */
import { parse } from 'yaml';
import { crontabDefinition } from '../crontab';

const podTemplate = '{metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: x}]}}';
const selector = '{matchLabels: {app: a}}';
const rules = '[{operations: ["*"], apiGroups: [""], apiVersions: [v1], resources: [pods]}]';
const webhook = `[{name: a.example.com, clientConfig: {url: "https://a.example.com"}, rules: ${rules}, sideEffects: None, admissionReviewVersions: [v1]}]`;
const subjects = '[{kind: User, name: alice, apiGroup: rbac.authorization.k8s.io}]';
/** Of the user alice, as openssl makes it. */
const request =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIS01ISUNBUUF3RURFT01Bd0dBMVVFQXd3RllXeHBZMlV3V1RBVEJnY3Foa2pPUFFJQkJn' +
  'Z3Foa2pPUFFNQgpCd05DQUFTTjBpb3ZXTCtrQVdOakJvZHdMb2pVUzFsZndXZTJXcW5OUFZNTkF6L3pQek95K3gxWnhHblRWSmdUCjZiSDNkRmtRY0J1SUpG' +
  'ZmhUU1ltU0FlMjBRTS9vQUF3Q2dZSUtvWkl6ajBFQXdJRFNBQXdSUUlnSk11ODNTTmEKTmhDVFV3T0U4NXNxSXFtcWtEZEo0dU1tQ2tUNUtJN1doa2tDSVFE' +
  'RkZmb0xTZkEwMHVkUmFqYWVnTDNHT1lvOQo5TE5NRHZ5YnhYMDM1R2xiQlE9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

/** By "apiVersion Kind": everything below metadata.name. */
const BODIES: Readonly<Record<string, string>> = {
  'v1 ConfigMap': '{data: {k: v}, binaryData: {b: AAEC}}',
  'v1 Endpoints': '{subsets: [{addresses: [{ip: 10.1.0.1}], ports: [{port: 80}]}]}',
  'v1 Event': '{involvedObject: {kind: Pod, name: a, namespace: default}, reason: Testing, message: text, type: Normal}',
  'v1 LimitRange': '{spec: {limits: [{type: Container, max: {cpu: "2"}, default: {cpu: 500m}}]}}',
  'v1 Namespace': '{}',
  'v1 Node': '{spec: {taints: [{key: a, effect: NoSchedule}], podCIDR: 10.244.0.0/24}}',
  'v1 PersistentVolumeClaim': '{spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}',
  'v1 PersistentVolume': '{spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}}}',
  'v1 Pod':
    '{spec: {containers: [{name: c, image: x, ports: [{containerPort: 80}], env: [{name: A, value: b}], resources: {requests: {cpu: 100m}}}]}}',
  'v1 PodTemplate': `{template: ${podTemplate}}`,
  'v1 ReplicationController': `{spec: {selector: {app: a}, template: ${podTemplate}}}`,
  'v1 ResourceQuota': '{spec: {hard: {pods: "10", requests.cpu: "4"}}}',
  'v1 Secret': '{data: {k: dg==}}',
  'v1 ServiceAccount': '{secrets: [{name: a}]}',
  'v1 Service': '{spec: {selector: {app: a}, ports: [{port: 80}]}}',
  'apiregistration.k8s.io/v1 APIService':
    '{spec: {group: example.com, version: v1, groupPriorityMinimum: 10, versionPriority: 10, service: {name: a, namespace: default}}}',
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': `{webhooks: ${webhook}}`,
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': `{webhooks: ${webhook}}`,
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy': `{spec: {matchConstraints: {resourceRules: ${rules}}, validations: [{expression: "true"}]}}`,
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding': '{spec: {policyName: none, validationActions: [Deny]}}',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy': `{spec: {reinvocationPolicy: Never, matchConstraints: {resourceRules: ${rules}}, mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression: "Object{}"}}]}}`,
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding': '{spec: {policyName: none}}',
  'apps/v1 ControllerRevision': '{revision: 1, data: {a: b}}',
  'apps/v1 DaemonSet': `{spec: {selector: ${selector}, template: ${podTemplate}}}`,
  'apps/v1 Deployment': `{spec: {replicas: 2, selector: ${selector}, template: ${podTemplate}}}`,
  'apps/v1 ReplicaSet': `{spec: {selector: ${selector}, template: ${podTemplate}}}`,
  'apps/v1 StatefulSet': `{spec: {serviceName: a, selector: ${selector}, template: ${podTemplate}}}`,
  'autoscaling/v2 HorizontalPodAutoscaler': '{spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: a, apiVersion: apps/v1}}}',
  'batch/v1 CronJob':
    '{spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}}',
  'batch/v1 Job': '{spec: {completions: 3, template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}',
  'coordination.k8s.io/v1 Lease': '{spec: {holderIdentity: a, leaseDurationSeconds: 40}}',
  'discovery.k8s.io/v1 EndpointSlice': '{addressType: IPv4, endpoints: [{addresses: [10.1.0.1]}], ports: [{port: 80}]}',
  'flowcontrol.apiserver.k8s.io/v1 FlowSchema':
    '{spec: {priorityLevelConfiguration: {name: a}, rules: [{subjects: [{kind: User, user: {name: alice}}], nonResourceRules: [{verbs: ["*"], nonResourceURLs: ["*"]}]}]}}',
  'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration': '{spec: {type: Limited, limited: {limitResponse: {type: Reject}}}}',
  'networking.k8s.io/v1 IngressClass': '{spec: {controller: example.com/a}}',
  'networking.k8s.io/v1 Ingress': '{spec: {defaultBackend: {service: {name: s, port: {number: 80}}}}}',
  'networking.k8s.io/v1 IPAddress': '{spec: {parentRef: {resource: services, namespace: default, name: a}}}',
  'networking.k8s.io/v1 NetworkPolicy': `{spec: {podSelector: ${selector}, ingress: [{from: [{podSelector: ${selector}}], ports: [{port: 80}]}]}}`,
  'networking.k8s.io/v1 ServiceCIDR': '{spec: {cidrs: [10.200.0.0/24]}}',
  'node.k8s.io/v1 RuntimeClass': '{handler: runc}',
  'policy/v1 PodDisruptionBudget': `{spec: {minAvailable: 1, selector: ${selector}}}`,
  'rbac.authorization.k8s.io/v1 ClusterRole': '{rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': `{roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, subjects: ${subjects}}`,
  'rbac.authorization.k8s.io/v1 Role': '{rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}',
  'rbac.authorization.k8s.io/v1 RoleBinding': `{roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: a}, subjects: ${subjects}}`,
  'resource.k8s.io/v1 DeviceClass': '{spec: {}}',
  'resource.k8s.io/v1 ResourceClaim': `{spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: a}}]}}}`,
  'resource.k8s.io/v1 ResourceClaimTemplate': `{spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: a}}]}}}}`,
  'resource.k8s.io/v1 ResourceSlice': `{spec: {driver: a.example.com, nodeName: n, pool: {name: p, resourceSliceCount: 1}, devices: [{name: gpu}]}}`,
  'scheduling.k8s.io/v1 PriorityClass': '{value: 10}',
  'storage.k8s.io/v1 CSIDriver': '{spec: {attachRequired: false}}',
  'storage.k8s.io/v1 CSINode': '{spec: {drivers: [{name: a.example.com, nodeID: n}]}}',
  'storage.k8s.io/v1 CSIStorageCapacity': '{storageClassName: a, capacity: 1Gi}',
  'storage.k8s.io/v1 StorageClass': '{provisioner: example.com/a}',
  'storage.k8s.io/v1 VolumeAttachment': '{spec: {attacher: a, nodeName: n, source: {persistentVolumeName: v}}}',
  'storage.k8s.io/v1 VolumeAttributesClass': '{driverName: a.example.com, parameters: {a: b}}',
  'certificates.k8s.io/v1 CertificateSigningRequest': `{spec: {request: ${request}, signerName: example.com/a, usages: [digital signature]}}`,
  'sim.kubarium.dev/v1alpha1 Fault': '{spec: {type: PowerOff, target: {kind: Node, name: n}}}',
  'sim.kubarium.dev/v1alpha1 Traffic': '{spec: {service: {namespace: default, name: a}, requestsPerSecond: 1}}',
};

/** Names that a kind's rules ask for; others are called "a". */
const NAMES: Readonly<Record<string, string>> = {
  APIService: 'v1.example.com',
  IPAddress: '10.96.0.77',
  CustomResourceDefinition: 'crontabs.stable.example.com',
  CSIDriver: 'a.example.com',
};

/** The object; undefined where nobody wrote one. */
export function seedOf(apiVersion: string, kind: string): Record<string, unknown> | undefined {
  if (kind === 'CustomResourceDefinition') return structuredClone(crontabDefinition()) as Record<string, unknown>;
  const text = BODIES[`${apiVersion} ${kind}`];
  if (text === undefined) return undefined;
  return { apiVersion, kind, metadata: { name: NAMES[kind] ?? 'a' }, ...(parse(text) as Record<string, unknown>) };
}
