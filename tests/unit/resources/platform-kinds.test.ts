/** Rules of the kinds that are stored but not acted upon: storage, flow control, certificates. */
import { describe, expect, it } from 'vitest';
import { createErrors, stored, updateErrors } from './support';

const QUALIFIED =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const driver = { name: 'd.example.com', nodeID: 'n', topologyKeys: null };
const flow = (rule: object) => ({
  spec: { matchingPrecedence: 5, priorityLevelConfiguration: { name: 'p' }, rules: [{ subjects: [], ...rule }] },
});

describe('storage', () => {
  it.each<[string, object, string[]]>([
    [
      'CSIDriver',
      { spec: { tokenRequests: [{ audience: 'a', expirationSeconds: 5 }, { audience: 'a' }] } },
      [
        'spec.tokenRequests[0].expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes',
        'spec.tokenRequests[1].audience: Duplicate value: "a"',
      ],
    ],
    [
      'CSIDriver',
      { spec: { volumeLifecycleModes: ['x'] } },
      ['spec.volumeLifecycleModes: Unsupported value: "x": supported values: "Persistent", "Ephemeral"'],
    ],
    [
      'CSINode',
      { spec: { drivers: [driver, { ...driver, topologyKeys: ['a b', 'a b'] }] } },
      [
        'spec.drivers[1].name: Duplicate value: "d.example.com"',
        `spec.drivers[1]: Invalid value: "a b": name part ${QUALIFIED}`,
        'spec.drivers[1]: Duplicate value: "a b"',
        `spec.drivers[1]: Invalid value: "a b": name part ${QUALIFIED}`,
      ],
    ],
    [
      'StorageClass',
      { provisioner: 'p', allowedTopologies: [{ matchLabelExpressions: [{ key: 'z', values: ['a', 'a'] }] }, {}] },
      [
        'allowedTopologies[0].matchLabelExpressions[0].values[1]: Duplicate value: "a"',
        'allowedTopologies[1].matchLabelExpressions: Duplicate value: ""',
      ],
    ],
    ['VolumeAttributesClass', { driverName: 'd' }, ['parameters: Required value: must contain at least one key/value pair']],
  ])('%s: refuses %j', (kind, fields, errors) => {
    expect(new Set(createErrors(kind, fields as Record<string, unknown>))).toEqual(new Set(errors));
  });

  it('drivers that get tokens are told to say how', () => {
    expect(stored('CSIDriver', { spec: { preventPodSchedulingIfMissing: true } }).spec).not.toHaveProperty('preventPodSchedulingIfMissing');
  });

  it('a driver on a node may change nothing but its limit', () => {
    const after = (change: object) => ({ spec: { drivers: [{ ...driver, ...change }] } });
    expect(updateErrors('CSINode', after({}), after({ allocatable: { count: 3 } }))).toEqual([]);
    expect(updateErrors('CSINode', after({}), after({ nodeID: 'm' }))).toEqual([
      'spec.drivers: Invalid value: {"Name":"d.example.com","NodeID":"m","TopologyKeys":null,"Allocatable":null}: field is immutable',
    ]);
  });
});

describe('flow control', () => {
  it.each<[object, string[]]>([
    [
      {
        subjects: [{ kind: 'Group', group: { name: 'g' }, user: { name: 'u' } }],
        nonResourceRules: [{ verbs: ['get', '*'], nonResourceURLs: ['a'] }],
      },
      [
        "spec.rules[0].subjects[0].user: Forbidden: user is forbidden when subject kind is not 'User'",
        'spec.rules[0].nonResourceRules[0].verbs: Invalid value: ["get","*"]: if \'*\' is present, must not specify other verbs',
        'spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "a": must start with slash',
      ],
    ],
    [
      {
        subjects: [{ kind: 'ServiceAccount', serviceAccount: {} }],
        resourceRules: [{ verbs: ['x'], apiGroups: [''], resources: ['a'], clusterScope: true }],
      },
      [
        'spec.rules[0].subjects[0].serviceAccount.name: Required value',
        'spec.rules[0].subjects[0].serviceAccount.namespace: Required value: must specify namespace for service account',
        'spec.rules[0].resourceRules[0].verbs: Unsupported value: ["x"]: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"',
      ],
    ],
  ])('a flow schema refuses %j', (rule, errors) => {
    expect(createErrors('FlowSchema', flow(rule))).toEqual(errors);
  });

  it('a hand must not need more of a hash than there is', () => {
    const queuing = { queues: 1024, handSize: 7, queueLengthLimit: 1 };
    expect(
      createErrors('PriorityLevelConfiguration', { spec: { type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing } } } }),
    ).toEqual([
      'spec.limited.limitResponse.queuing.handSize: Invalid value: 7: required entropy bits of deckSize 1024 and handSize 7 should not be greater than 60',
    ]);
  });
});

const pemOf = (der: string) => btoa(`-----BEGIN CERTIFICATE REQUEST-----\n${der}\n-----END CERTIFICATE REQUEST-----\n`);
/** Of the name CN=x with an Ed25519 key. */
const DER =
  'MIGLMD8CAQAwDDEKMAgGA1UEAwwBeDAqMAUGAytlcAMhACEgFaeMVpCX3nvr3OUFG+uM3JnDAYyv6rmBM/lNfHAIoAAwBQYDK2Vw' +
  'A0EARc0EqtQHYoi6dcP0xAJdacZ260Iaii7MdbUXL2u8yL6SkaKpmR4y+abQKwt8KuYzv5lH1/MURF3BokuWmRS9Dg==';

describe('certificates', () => {
  it.each([
    [btoa('x'), 'PEM block type must be CERTIFICATE REQUEST'],
    [pemOf(''), 'asn1: syntax error: sequence truncated'],
    [pemOf(DER.slice(0, 80)), 'asn1: syntax error: data truncated'],
    [pemOf(btoa(`${atob(DER)}x`)), 'asn1: syntax error: trailing data'],
    [
      pemOf(btoa('\x02\x01\x05')),
      "asn1: structure error: tags don't match (16 vs {class:0 tag:2 length:1 isCompound:false}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} certificateRequest @2",
    ],
  ])('the request %j is none', (request, error) => {
    const spec = { request, signerName: 'a.b/c', usages: ['any'] };
    expect(createErrors('CertificateSigningRequest', { spec })).toEqual([`spec.request: Invalid value: "${request}": ${error}`]);
  });

  const request = pemOf(DER);
  it.each<[object, string[]]>([
    [
      { signerName: 'a/b/c', usages: ['any'] },
      ['spec.signerName: Invalid value: "a/b/c": must be a fully qualified domain and path of the form \'example.com/signer-name\''],
    ],
    [
      { signerName: 'a/b', usages: ['any', 'any'] },
      [
        'spec.usages[1]: Duplicate value: "any"',
        'spec.signerName: Invalid value: "a": should be a domain with at least two segments separated by dots',
      ],
    ],
    [{ signerName: 'a.b/c', usages: [] }, ['spec.usages: Required value']],
  ])('a request refuses %j', (spec, errors) => {
    expect(createErrors('CertificateSigningRequest', { spec: { request, ...spec } })).toEqual(errors);
  });
});
