import { describe, expect, it } from 'vitest';
import { sliceAtLine, splitDocuments } from '../../../src/features/editor/documents';

describe('splitDocuments', () => {
  const cases: { name: string; text: string; want: [startLine: number, text: string, blank: boolean][] }[] = [
    { name: 'an empty text is one blank document', text: '', want: [[0, '', true]] },
    { name: 'one document without separators', text: 'a: 1\n', want: [[0, 'a: 1\n', false]] },
    {
      name: 'a separator belongs to the document it begins',
      text: 'a: 1\n---\nb: 2\n',
      want: [
        [0, 'a: 1\n', false],
        [1, '---\nb: 2\n', false],
      ],
    },
    { name: 'a leading separator makes no empty document', text: '---\na: 1\n', want: [[0, '---\na: 1\n', false]] },
    {
      name: 'comments alone are blank',
      text: '# hi\n---\n# there\n---\na: 1',
      want: [
        [0, '# hi\n---\n# there\n', true],
        [3, '---\na: 1', false],
      ],
    },
    {
      name: 'content may follow the separator',
      text: 'a: 1\n--- {b: 2}\n',
      want: [
        [0, 'a: 1\n', false],
        [1, '--- {b: 2}\n', false],
      ],
    },
    { name: 'dashes inside a word separate nothing', text: 'a: |\n  ---\n----\n', want: [[0, 'a: |\n  ---\n----\n', false]] },
    {
      name: 'the end mark closes a document',
      text: 'a: 1\n...\nb: 2\n',
      want: [
        [0, 'a: 1\n...\n', false],
        [2, 'b: 2\n', false],
      ],
    },
    {
      name: 'Windows line ends',
      text: 'a: 1\r\n---\r\nb: 2',
      want: [
        [0, 'a: 1\r\n', false],
        [1, '---\r\nb: 2', false],
      ],
    },
  ];
  it.each(cases)('$name', ({ text, want }) => {
    const slices = splitDocuments(text);
    expect(slices.map((slice) => [slice.startLine, slice.text, slice.blank])).toEqual(want);
    expect(slices.map((slice) => slice.text).join('')).toBe(text);
    expect(slices.map((slice) => text.slice(slice.startOffset, slice.startOffset + slice.text.length))).toEqual(
      want.map(([, each]) => each),
    );
  });

  it('finds the document of a line', () => {
    const slices = splitDocuments('a: 1\n---\nb: 2\nc: 3\n---\nd: 4\n');
    expect([0, 1, 3, 4, 5, 99].map((line) => sliceAtLine(slices, line)?.index)).toEqual([0, 1, 1, 2, 2, 2]);
  });
});
