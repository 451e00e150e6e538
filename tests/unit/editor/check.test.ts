import { describe, expect, it } from 'vitest';
import { failure } from '../../../workers/api/status';
import type { StatusDetails } from '../../../workers/api/status';
import { checkManifest } from '../../../src/features/editor/check';
import type { Issue } from '../../../src/features/editor/issues';
import { parseManifest } from '../../../src/features/editor/manifest';
import { statusIssues } from '../../../src/features/editor/status-issues';
import { exampleBook } from './schema-fixture';

const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n';
const lineAndText = (issue: Issue): string => `${issue.range.startLine + 1}: ${issue.message}`;

describe('checkManifest', () => {
  const known = (apiVersion: string, kind: string) => apiVersion === 'apps/v1' && kind === 'Deployment';
  const cases: { name: string; text: string; want: string[] }[] = [
    { name: 'a good document has no issues', text: `${head}spec:\n  replicas: 2\n`, want: [] },
    { name: 'a null field is no issue', text: `${head}spec:\n`, want: [] },
    {
      name: 'an unknown kind',
      text: 'apiVersion: apps/v1\nkind: Deploymnt\n',
      want: ['2: no matches for kind "Deploymnt" in version "apps/v1"'],
    },
    { name: 'no kind', text: 'apiVersion: v1\n', want: ['1: kind not set'] },
    { name: 'no mapping', text: '- 1\n- 2\n', want: ['1: a manifest is a mapping with apiVersion, kind and metadata'] },
    { name: 'an unknown field', text: `${head}spec:\n  replicaz: 2\n`, want: ['5: unknown field "spec.replicaz"'] },
    {
      name: 'an unknown field in a list',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        - name: a\n          imagee: x\n`,
      want: ['9: unknown field "spec.template.spec.containers[0].imagee"'],
    },
    { name: 'a wrong type', text: `${head}spec:\n  replicas: two\n`, want: ['5: spec.replicas: expected an integer, got string'] },
    { name: 'a list where a mapping belongs', text: `${head}spec:\n  - a\n`, want: ['4: spec: expected an object, got array'] },
    {
      name: 'an unsupported value',
      text: `${head}spec: {template: {spec: {containers: [{name: a, ports: [{containerPort: 1, protocol: TPC}]}]}}}\n`,
      want: ['4: spec.template.spec.containers[0].ports[0].protocol: Unsupported value: "TPC": supported values: "SCTP", "TCP", "UDP"'],
    },
    {
      name: 'quantities and int-or-strings take both',
      text: `${head}spec: {strategy: {rollingUpdate: {maxSurge: 25%}}, template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}\n`,
      want: [],
    },
  ];
  it.each(cases)('$name', ({ text, want }) => {
    expect(checkManifest(parseManifest(text), exampleBook(), { known }).map(lineAndText)).toEqual(want);
  });

  it('stops at fifty issues a document', () => {
    const fields = Array.from({ length: 500 }, (_, index) => `  wrong${index}: 1`).join('\n');
    expect(checkManifest(parseManifest(`${head}spec:\n${fields}\n`), exampleBook(), { known })).toHaveLength(50);
  });
});

describe('statusIssues', () => {
  const text = `${head}spec:\n  replicas: "two"\n  template:\n    spec:\n      containers:\n        - name: A\n          image: ""\n`;
  const cases: { name: string; reason: string; message: string; details?: StatusDetails; want: string[] }[] = [
    {
      name: 'causes of an Invalid go to their fields',
      reason: 'Invalid',
      message: 'Deployment.apps "web" is invalid: [...]',
      details: {
        causes: [
          { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.template.spec.containers[0].image' },
          { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.selector' },
        ],
      },
      want: ['10: spec.template.spec.containers[0].image: Required value', '4: spec.selector: Required value'],
    },
    {
      name: 'strict decoding lists several fields',
      reason: 'BadRequest',
      message:
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.template.spec.containers[0].name", unknown field "metadata.name"',
      want: ['9: unknown field "spec.template.spec.containers[0].name"', '3: unknown field "metadata.name"'],
    },
    {
      name: 'a value of the wrong type',
      reason: 'BadRequest',
      message:
        'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      want: [
        '5: Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      ],
    },
    {
      name: 'a refused patch says what is wrong with the object',
      reason: 'Invalid',
      message: ' "" is invalid: patch: Invalid value',
      details: {
        causes: [
          {
            reason: 'FieldValueInvalid',
            field: 'patch',
            message: 'Invalid value: "{...}": strict decoding error: unknown field "spec.replicas"',
          },
        ],
      },
      want: ['5: unknown field "spec.replicas"'],
    },
    {
      name: 'anything else goes to the first line',
      reason: 'NotFound',
      message: 'namespaces "x" not found',
      want: ['1: namespaces "x" not found'],
    },
  ];
  it.each(cases)('$name', ({ reason, message, details, want }) => {
    expect(statusIssues(parseManifest(text), failure(400, reason, message, details)).map(lineAndText)).toEqual(want);
  });
});
