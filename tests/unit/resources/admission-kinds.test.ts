/** Rules of webhook configurations, admission policies and API services. */
import { describe, expect, it } from 'vitest';
import { createErrors, stored } from './support';

const rule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const policy = (spec: object) => ({
  spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: 'true' }], ...spec },
});
const webhook = (fields: object) => ({
  webhooks: [{ name: 'a.b.c', clientConfig: { url: 'https://x' }, sideEffects: 'None', admissionReviewVersions: ['v1'], ...fields }],
});
const apiService = (spec: object) => ({
  metadata: { name: 'v1.g' },
  spec: { group: 'g', version: 'v1', groupPriorityMinimum: 1, versionPriority: 1, ...spec },
});

it.each<[object, string[]]>([
  [{ clientConfig: { service: { name: 'a' } } }, ['webhooks[0].clientConfig.service.name: Required value']],
  [
    { clientConfig: { service: { name: 'a', namespace: 'b', path: '/a//' } } },
    ['webhooks[0].clientConfig.service.path: Invalid value: "/a//": segment[1] may not be empty'],
  ],
  [
    { clientConfig: { url: 'https://a@b/c?d' } },
    [
      'webhooks[0].clientConfig.url: Invalid value: "a": user information is not permitted in the URL',
      'webhooks[0].clientConfig.url: Invalid value: "d": query parameters are not permitted in the URL',
    ],
  ],
  [
    { rules: [{ ...rule, resources: ['a/*', 'a/b'] }] },
    ['webhooks[0].rules[0].resources[1]: Invalid value: "a/b": if \'a/*\' is present, must not specify a/b'],
  ],
  [{ admissionReviewVersions: ['v1', 'v1'] }, ['webhooks[0].admissionReviewVersions[1]: Invalid value: "v1": duplicate version']],
])('a webhook refuses %j', (fields, errors) => {
  expect(createErrors('ValidatingWebhookConfiguration', webhook(fields))).toEqual(errors);
});

describe('policies', () => {
  it.each<[object, string[]]>([
    [
      { validations: [{ expression: 'true', message: ' ' }] },
      ['spec.validations[0].message: Invalid value: " ": must be non-empty if specified'],
    ],
    [
      { validations: [{ expression: 'variables.a' }] },
      [
        "spec.validations[0].expression: Invalid value: \"variables.a\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'variables' (in container '')\n | variables.a\n | ^",
      ],
    ],
    [
      { variables: [{ name: '1', expression: '' }] },
      [
        'spec.variables[0].name: Invalid value: "1": must be a valid CEL identifier',
        'spec.variables[0].expression: Required value: expression is not specified',
      ],
    ],
    [
      { paramKind: { apiVersion: 'v1', kind: 'a b' } },
      [
        "spec.paramKind.kind: Invalid value: \"a b\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      ],
    ],
  ])('refuse %j', (spec, errors) => {
    expect(createErrors('ValidatingAdmissionPolicy', policy(spec))).toEqual(errors);
  });

  it('cannot change what is deleted', () => {
    const spec = {
      matchConstraints: { resourceRules: [{ ...rule, operations: ['DELETE'] }] },
      reinvocationPolicy: 'Never',
      mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: '[]' } }],
    };
    expect(createErrors('MutatingAdmissionPolicy', { spec })).toEqual([
      'spec.matchConstraints.resourceRules.operations: Unsupported value: "DELETE": supported values: "*", "CONNECT", "CREATE", "UPDATE"',
      'spec.mutations[0].jsonPatch.expression: Invalid value: "[]": must evaluate to list(JSONPatch) but got list(dyn)',
    ]);
  });
});

describe('API services', () => {
  it('what is served locally is available at once', () => {
    expect(stored('APIService', apiService({})).status).toMatchObject({
      conditions: [{ type: 'Available', status: 'True', reason: 'Local' }],
    });
    expect(stored('APIService', apiService({ service: { name: 'a', namespace: 'b' } })).status).toEqual({});
  });

  it.each<[object, string[]]>([
    [{ caBundle: 'YQ==' }, ['spec.caBundle: Invalid value: "1 bytes": local APIServices may not have a caBundle']],
    [
      { service: { name: 'a', namespace: 'b', port: 0 } },
      ['spec.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive'],
    ],
  ])('refuse %j', (spec, errors) => {
    expect(createErrors('APIService', apiService(spec))).toEqual(errors);
  });
});
