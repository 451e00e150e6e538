import { describe, expect, test } from 'vitest';
import { checkSelectors, fieldProblems, labelProblems } from '../../../../workers/apiserver/reviews/selector-attributes';
import { ServerUnderTest } from '../server-under-test';

const at = 'spec.resourceAttributes';

describe('selectors in access reviews', () => {
  test.each([
    [
      'need something',
      {},
      `${at}.labelSelector.requirements: Required value: when ${at}.labelSelector is specified, requirements or rawSelector is required`,
    ],
    [
      'are given one way',
      { rawSelector: 'a', requirements: [{ key: 'a', operator: 'Exists' }] },
      `${at}.labelSelector.rawSelector: Invalid value: "a": may not specified at the same time as requirements`,
    ],
    [
      'In needs values',
      { requirements: [{ key: 'a', operator: 'In' }] },
      `${at}.labelSelector.requirements[0].values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`,
    ],
  ])('%s', (_name, labelSelector, text) => {
    expect(checkSelectors({ labelSelector }).map(({ field, message }) => `${field}: ${message}`)).toEqual([text]);
  });

  test('given both ways, the requirements are looked at too', () => {
    const fieldSelector = { rawSelector: 'a=b', requirements: [{ key: '', operator: 'Exists' }] };
    expect(checkSelectors({ fieldSelector }).map(({ field }) => field)).toEqual([
      `${at}.fieldSelector.rawSelector`,
      `${at}.fieldSelector.requirements[0].key`,
    ]);
  });

  test('what cannot be used is ignored, and told', () => {
    const requirement = (operator: string, ...values: string[]) => ({ key: 'a', operator, values });
    expect(labelProblems({ requirements: [requirement('Foo')] })).toEqual([`${at}.labelSelector ignored due to parse error`]);
    expect(labelProblems({ requirements: [requirement('Foo'), requirement('Exists')] })).toEqual([
      `${at}.labelSelector partially ignored due to parse error`,
    ]);
    expect(fieldProblems({ requirements: [requirement('In', 'b', 'c')] })).toEqual([`${at}.fieldSelector ignored due to parse error`]);
    expect(fieldProblems({ rawSelector: 'a=b' })).toEqual([]);
  });
});

test('bindings to roles that cannot be looked up', () => {
  const server = new ServerUnderTest();
  const userInfo = { username: 'a', groups: [] };
  const bind = (roleRef: object) => {
    const where = { group: 'rbac.authorization.k8s.io', namespace: 'default', userInfo };
    return (server.call('create', 'rolebindings', { ...where, body: { metadata: { name: 'b' }, roleRef } }).body as { message: string })
      .message;
  };
  expect(bind({ kind: 'Role', name: '' })).toBe('Name parameter required.');
  expect(bind({ kind: 'Foo', name: 'x' })).toBe('unsupported role reference kind: "Foo"');
});

test('an access review tells of its user before its selectors', () => {
  const server = new ServerUnderTest();
  const ask = (spec: object) =>
    server.call('create', 'subjectaccessreviews', {
      group: 'authorization.k8s.io',
      body: { spec },
    }).body as { readonly details?: { readonly causes: readonly { readonly field: string }[] } };
  const causes = ask({ resourceAttributes: { labelSelector: {} } }).details?.causes.map(({ field }) => field);
  expect(causes?.slice(0, 2)).toEqual(['spec.user', `${at}.labelSelector.requirements`]);
});

test('names of what a token is bound to are names', () => {
  const server = new ServerUnderTest();
  const body = { spec: { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'a/b' } } };
  expect(server.call('create', 'serviceaccounts', { name: 'default', subresource: 'token', body }).body).toMatchObject({
    message: `Name parameter invalid: "a/b": may not contain '/'`,
  });
});

test('a token review has no metadata that only the system sets', () => {
  const metadata = { uid: 'u', generation: 4, deletionGracePeriodSeconds: 3, selfLink: 'x' };
  const review = new ServerUnderTest().must('create', 'tokenreviews', {
    group: 'authentication.k8s.io',
    body: { metadata, spec: { token: 'x' } },
  });
  expect(review.metadata).toEqual({ generation: 4 });
});
