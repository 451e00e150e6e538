/** Rules that show only when several fields, or a field and an annotation, are looked at together. */
import { expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { createErrors, definitionOf, stored } from './support';

const service = (spec: object, annotations?: object) => ({
  metadata: { name: 'a', namespace: 'default', annotations },
  spec: { ports: [{ port: 80 }], ...spec },
});
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'a:1' }] } };
const rolling = (rollingUpdate: object) => ({
  spec: { selector: { matchLabels: { app: 'a' } }, template, updateStrategy: { type: 'RollingUpdate', rollingUpdate } },
});
const definition = (version: object, more: object = {}) => ({
  metadata: { name: 'xs.a.b' },
  spec: {
    group: 'a.b',
    scope: 'Cluster',
    names: { plural: 'xs', kind: 'X' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: SCHEMA }, ...version }],
    ...more,
  },
});
const SCHEMA = { type: 'object', properties: { spec: { type: 'object', properties: { color: { type: 'string' } } } } };
const selecting = (...paths: readonly string[]) => definition({ selectableFields: paths.map((jsonPath) => ({ jsonPath })) });
const tolerating = (text: string) => ({
  metadata: { name: 'a', annotations: { 'scheduler.alpha.kubernetes.io/tolerations': text } },
  spec: { containers: [{ name: 'c', image: 'a:1' }] },
});

it.each<[string, string, object, string[]]>([
  [
    'addresses are compared with the families although there is no first one',
    'Service',
    service({ clusterIPs: ['fd00::1'], ipFamilies: ['IPv4'] }),
    [
      'spec.clusterIPs: Invalid value: ["fd00::1"]: must be empty when `clusterIP` is not specified',
      'spec.clusterIPs[0]: Invalid value: "fd00::1": expected an IPv4 value as indicated by `ipFamilies[0]`',
    ],
  ],
  [
    'three addresses of both families are too many, and nothing else',
    'Service',
    service({ clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9', 'fd00::1', '10.96.0.8'] }),
    ['spec.clusterIPs: Invalid value: ["10.96.0.9","fd00::1","10.96.0.8"]: may only hold up to 2 values'],
  ],
  [
    'the topology annotations disagree',
    'Service',
    service({}, { 'service.kubernetes.io/topology-aware-hints': 'auto', 'service.kubernetes.io/topology-mode': 'Auto' }),
    [
      'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "Auto": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified',
    ],
  ],
  [
    'an ExternalName has no internal policy, but not any one',
    'Service',
    service({ type: 'ExternalName', externalName: 'a.b', internalTrafficPolicy: 'X' }),
    ['spec.internalTrafficPolicy: Unsupported value: "X": supported values: "Cluster", "Local"'],
  ],
  [
    'both bounds of a daemon set are read before either is measured',
    'DaemonSet',
    rolling({ maxUnavailable: '150%', maxSurge: -1 }),
    [
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: -1: must be greater than or equal to 0',
      'spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "150%": must not be greater than 100%',
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: -1: may not be set when maxUnavailable is non-zero',
    ],
  ],
  [
    'defaults of a pod range are refused, not compared',
    'LimitRange',
    { spec: { limits: [{ type: 'Pod', max: { cpu: '1' }, default: { cpu: '2' } }] } },
    ["spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'"],
  ],
  [
    'a local volume in place cannot have the affinity that it needs',
    'VolumeAttachment',
    {
      spec: {
        attacher: 'a.b',
        nodeName: 'n',
        source: {
          inlineVolumeSpec: {
            accessModes: ['ReadWriteOnce'],
            local: { path: '/x' },
            nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] } },
          },
        },
      },
    },
    [
      'spec.source.inlineVolumeSpec.csi: Required value: has to be specified in the context of inline volumes',
      'spec.source.inlineVolumeSpec.nodeAffinity: Forbidden: may not be specified in the context of inline volumes',
      'spec.source.inlineVolumeSpec.nodeAffinity: Required value: Local volume requires node affinity',
    ],
  ],
  [
    'a flow schema that has to be there keeps its spec',
    'FlowSchema',
    { metadata: { name: 'exempt' }, spec: { priorityLevelConfiguration: { name: 'p' }, matchingPrecedence: 5 } },
    [
      'spec: Invalid value: {"PriorityLevelConfiguration":{"Name":"p"},"MatchingPrecedence":5,"DistinguisherMethod":null,"Rules":null}: spec of \'exempt\' must equal the fixed value',
    ],
  ],
  [
    'what is exempt may lend seats',
    'PriorityLevelConfiguration',
    { metadata: { name: 'exempt' }, spec: { type: 'Exempt', exempt: { lendablePercent: 50 } } },
    [],
  ],
  [
    'tolerations in an annotation are no JSON',
    'Pod',
    tolerating('x'),
    [
      'metadata.annotations: Invalid value: "scheduler.alpha.kubernetes.io/tolerations": invalid character \'x\' looking for beginning of value',
    ],
  ],
  [
    'tolerations in an annotation are of another type',
    'Pod',
    tolerating('[{"key":5}]'),
    [
      'metadata.annotations: Invalid value: "scheduler.alpha.kubernetes.io/tolerations": json: cannot unmarshal number into Go struct field Toleration.Key of type string',
    ],
  ],
  [
    'tolerations in an annotation are checked as those in the field',
    'Pod',
    tolerating('[{"operator":"Equal"}]'),
    [
      'metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  ],
  [
    'a conversion that asks nobody names nobody to ask',
    'CustomResourceDefinition',
    definition({}, { conversion: { strategy: 'X', webhook: { clientConfig: { url: 'https://a.b' }, conversionReviewVersions: ['v1'] } } }),
    [
      'spec.conversion.strategy: Unsupported value: "X": supported values: "None", "Webhook"',
      'spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook',
      'spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook',
    ],
  ],
  [
    'paths to selectable fields are read step by step',
    'CustomResourceDefinition',
    selecting('spec.color', '.spec[0]', '.spec.', '.spec.size', '.spec'),
    [
      'spec.selectableFields[0].jsonPath: Invalid value: "spec.color": is an invalid path: expected [ or . but got: spec',
      'spec.selectableFields[1].jsonPath: Invalid value: ".spec[0]": is an invalid path: array notation is not allowed',
      'spec.selectableFields[2].jsonPath: Invalid value: ".spec.": is an invalid path: unexpected end of JSON path',
      'spec.selectableFields[3].jsonPath: Invalid value: ".spec.size": is an invalid path: does not refer to a valid field',
      'spec.selectableFields[4].jsonPath: Invalid value: ".spec": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
    ],
  ],
  [
    'selectable fields need a schema',
    'CustomResourceDefinition',
    definition({ schema: undefined, selectableFields: [{ jsonPath: '.spec.color' }] }),
    [
      'spec.versions[0].schema.openAPIV3Schema: Required value',
      'spec.selectableFields: Invalid value: "": may only be set when validations.schema is included',
    ],
  ],
  [
    'what all versions share is looked at after its schema',
    'CustomResourceDefinition',
    definition({
      schema: { openAPIV3Schema: { description: 'x' } },
      additionalPrinterColumns: [{ name: 'x', type: 'bad', jsonPath: '.x' }],
    }),
    [
      'spec.validation.openAPIV3Schema.type: Required value: must not be empty at the root',
      'spec.additionalPrinterColumns[0].type: Invalid value: "bad": must be one of boolean,date,integer,number,string',
    ],
  ],
  [
    'what a deprecated version warns of can be printed',
    'CustomResourceDefinition',
    definition({ deprecated: true, deprecationWarning: 'é\n' }),
    [
      'spec.versions[0].deprecationWarning: Invalid value: "é\\n": must only contain printable UTF-8 characters; non-printable character found at index 2',
    ],
  ],
  [
    'new definitions prune',
    'CustomResourceDefinition',
    definition({}, { preserveUnknownFields: true }),
    [
      'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
    ],
  ],
  [
    'scaling to zero needs a metric of a type that allows it, whatever it holds',
    'HorizontalPodAutoscaler',
    {
      spec: {
        minReplicas: 0,
        maxReplicas: 2,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
        metrics: [{ type: 'External', external: { metric: { name: 'm' }, target: { type: 'Value', value: '1' } } }],
      },
    },
    ['spec.minReplicas: Invalid value: 0: must be greater than or equal to 1'],
  ],
  [
    'a type of its own is printed as JSON',
    'NetworkPolicy',
    { spec: { podSelector: { matchExpressions: [{ key: 'a', operator: '<' }] } } },
    ['spec.podSelector.matchExpressions[0].operator: Invalid value: "\\u003c": not a valid selector operator'],
  ],
  [
    'a plain text is printed as text',
    'RoleBinding',
    { roleRef: { apiGroup: '<', kind: 'Role', name: 'r' } },
    ['roleRef.apiGroup: Unsupported value: "<": supported values: "rbac.authorization.k8s.io"'],
  ],
])('%s', (_sentence, kind, fields, errors) => {
  expect(createErrors(kind, fields as Readonly<Record<string, unknown>>)).toEqual(errors);
});

it.each<[string, string, object, string[]]>([
  [
    'the order of a Service that asks for much',
    'Service',
    service(
      { loadBalancerIP: '01.2.3.4', externalName: 'a.b', externalIPs: ['1.2.3.4'] },
      { 'service.kubernetes.io/topology-aware-hints': 'auto' },
    ),
    [
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
      'spec.externalIPs is deprecated and may no longer be implemented in some clusters',
      'spec.loadBalancerIP: non-standard IP address "01.2.3.4" is invalid: use "1.2.3.4"',
      'spec.externalName is ignored when spec.type is not "ExternalName"',
    ],
  ],
  [
    'limits of a claim in thousandths',
    'PersistentVolumeClaim',
    { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' }, limits: { storage: '1500m' } } } },
    ['spec.resources.limits[storage]: fractional byte value "1500m" is invalid, must be an integer'],
  ],
  [
    'endpoints that are names, one of which looks like an address',
    'EndpointSlice',
    { addressType: 'FQDN', endpoints: [{ addresses: ['01.2.3.4'] }] },
    [
      'spec.addressType: FQDN endpoints are deprecated',
      'endpoints[0].addresses[0]: non-standard IP address "01.2.3.4" is invalid: use "1.2.3.4"',
    ],
  ],
  [
    'mount options in an annotation',
    'PersistentVolume',
    {
      metadata: { name: 'p', annotations: { 'volume.beta.kubernetes.io/mount-options': 'hard' } },
      spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], nfs: { server: 's', path: '/x' } },
    },
    ['metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use "mountOptions" attribute instead'],
  ],
])('%s: a warning', (_sentence, kind, fields, warnings) => {
  const object = stored(kind, fields as Readonly<Record<string, unknown>>) as AnyObject;
  expect(definitionOf(kind).strategy.warnings?.(object, undefined)).toEqual(warnings);
});

it.each([
  ['x', 'strconv.ParseInt: parsing "x": invalid syntax'],
  ['99999999999999999999', 'strconv.ParseInt: parsing "99999999999999999999": value out of range'],
])('a rollback to %s cannot be converted', (text, why) => {
  const deployment = { metadata: { annotations: { 'deprecated.deployment.rollback.to': text } } } as unknown as AnyObject;
  const field = 'annotation[deprecated.deployment.rollback.to]';
  expect(definitionOf('Deployment').unconvertible?.(deployment)).toBe(`failed to parse ${field}=${text} as int64: ${why}`);
});
