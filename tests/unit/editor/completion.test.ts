import { describe, expect, it } from 'vitest';
import { complete } from '../../../src/features/editor/completion';
import { hoverAt } from '../../../src/features/editor/hover';
import { cursorIn, exampleBook } from './schema-fixture';

const kinds = [
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
];
const head = 'apiVersion: apps/v1\nkind: Deployment\n';

function labels(text: string): string[] | undefined {
  const { lines, row, column } = cursorIn(text);
  return complete(lines, row, column, { book: exampleBook(), kinds })?.proposals.map((proposal) => proposal.label);
}

describe('complete', () => {
  const cases: { name: string; text: string; want: string[] | undefined }[] = [
    { name: 'an empty document begins with its head', text: '|', want: ['apiVersion', 'kind', 'metadata', 'spec'] },
    { name: 'versions that serve the kind', text: 'kind: Pod\napiVersion: |', want: ['v1'] },
    { name: 'kinds of the version', text: 'apiVersion: apps/v1\nkind: |', want: ['Deployment', 'ReplicaSet'] },
    { name: 'root fields without those written', text: `${head}|`, want: ['metadata', 'spec'] },
    { name: 'fields of a nested mapping', text: `${head}spec:\n  re|\n  replicas: 1`, want: ['paused', 'strategy', 'template'] },
    {
      name: 'fields of a list item after its dash',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n      - |`,
      want: ['name', 'image', 'imagePullPolicy', 'tty', 'args', 'ports', 'resources'],
    },
    {
      name: 'further fields of a list item',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        - name: a\n          |`,
      want: ['image', 'imagePullPolicy', 'tty', 'args', 'ports', 'resources'],
    },
    {
      name: 'fields of the second item do not count those of the first',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: x\n        - name: b\n          i|`,
      want: ['image', 'imagePullPolicy', 'tty', 'args', 'ports', 'resources'],
    },
    {
      name: 'a list offers to begin an item',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        |`,
      want: ['- name', '- image', '- imagePullPolicy', '- tty', '- args', '- ports', '- resources'],
    },
    {
      name: 'fields of a list in a list item',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        - name: a\n          ports:\n            - containerPort: 80\n              |`,
      want: ['name', 'protocol'],
    },
    {
      name: 'fields after a nested list has ended',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        - name: a\n      |`,
      want: ['nodeName', 'hostNetwork'],
    },
    {
      name: 'values of an enum',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        - ports:\n            - protocol: |`,
      want: ['SCTP', 'TCP', 'UDP'],
    },
    {
      name: 'values named in the description',
      text: `${head}spec:\n  template:\n    spec:\n      containers:\n        - imagePullPolicy: A|`,
      want: ['Always', 'Never'],
    },
    { name: 'booleans', text: `${head}spec:\n  paused: |`, want: ['true', 'false'] },
    { name: 'nothing in a comment', text: `${head}# |`, want: undefined },
    {
      name: 'nothing in a block scalar',
      text: `${head}metadata:\n  annotations:\n    x: |-\n      na|`.replace('|-', '>-'),
      want: undefined,
    },
    {
      name: 'broken text elsewhere does no harm',
      text: `${head}metadata: {name: [\nspec:\n  |`,
      want: ['replicas', 'paused', 'strategy', 'template'],
    },
  ];
  it.each(cases)('$name', ({ text, want }) => {
    expect(labels(text)).toEqual(want);
  });

  it('puts required fields first and opens lists', () => {
    const { lines, row, column } = cursorIn(`${head}spec:\n  template:\n    spec:\n      c|`);
    const proposals = complete(lines, row, column, { book: exampleBook(), kinds })!;
    expect(proposals.proposals[0]).toEqual({
      label: 'containers',
      kind: 'field',
      insert: 'containers:\n  - $0',
      detail: '[]object (required)',
      rank: 0,
    });
    expect([proposals.from, proposals.to]).toEqual([6, 7]);
  });
});

describe('hoverAt', () => {
  it('explains the field of a line', () => {
    const lines = `${head}spec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: x`.split('\n');
    expect(hoverAt(lines, 6, exampleBook())).toEqual({
      path: 'Deployment.spec.template.spec.containers[0].name',
      type: 'string',
      required: true,
      description: 'Name of the container.',
    });
    expect(hoverAt(lines, 7, exampleBook())?.path).toBe('Deployment.spec.template.spec.containers[0].image');
    expect(hoverAt(['a: 1'], 0, exampleBook())).toBeUndefined();
  });
});
