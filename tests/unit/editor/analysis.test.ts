import { describe, expect, it } from 'vitest';
import { failure } from '../../../workers/api/status';
import { EditorAnalysis } from '../../../src/features/editor/analysis';
import { exampleDocument } from './schema-fixture';

const good = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n';

function analysing(text: string): EditorAnalysis {
  const analysis = new EditorAnalysis();
  analysis.setKinds([{ apiVersion: 'apps/v1', kind: 'Deployment' }]);
  analysis.addSchema('apps/v1', exampleDocument);
  analysis.setText(text);
  return analysis;
}

describe('EditorAnalysis', () => {
  it('places issues in the whole text', () => {
    const text = `${good}---\n# nothing here\n---\n${good.replace('replicas', 'replicaz')}---\na: [\n`;
    const { documents, markers, faultyDocuments } = analysing(text).analyse();
    expect({ documents, faultyDocuments }).toEqual({ documents: 3, faultyDocuments: 2 });
    expect(markers.map((marker) => [marker.range.startLine + 1, marker.source, marker.message])).toEqual([
      [11, 'schema', 'unknown field "spec.replicaz"'],
      [14, 'yaml', 'Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ]);
  });

  it('asks for schemas it has not, also of documents that are broken', () => {
    const analysis = analysing(`apiVersion: v1\nkind: Pod\nmetadata: {name: [\n---\n${good}`);
    expect(analysis.analyse().wanted).toEqual(['v1']);
  });

  it('caps the markers and counts the rest', () => {
    const bad = good.replace('spec: {replicas: 1}', `spec:\n${Array.from({ length: 60 }, (_, index) => `  x${index}: 1`).join('\n')}`);
    const { markers, moreIssues } = analysing(Array(10).fill(bad).join('---\n')).analyse();
    expect([markers.length, moreIssues]).toEqual([200, 300]);
  });

  it('tells the objects of a document, and of a list', () => {
    const list =
      'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n  - {apiVersion: v1, kind: Pod, metadata: {name: b}}\n';
    const analysis = analysing(`# first\n---\n${good}---\n${list}---\na: [\n`);
    const summaries = analysis.documents(0, 10);
    expect(summaries.map(({ kind, name, startLine, faulty }) => [kind, name, startLine + 1, faulty])).toEqual([
      ['Deployment', 'web', 3, false],
      ['List', '', 8, false],
      ['', '', 14, true],
    ]);
    expect(analysis.objects(summaries[1]!.index).objects.map((object) => object.metadata?.name)).toEqual(['a', 'b']);
    expect(analysis.objects(summaries[2]!.index)).toEqual({
      objects: [],
      problem: 'line 15: Flow sequence in block collection must be sufficiently indented and end with a ]',
    });
  });

  it("places the server's refusal in its document", () => {
    const analysis = analysing(`${good}---\n${good}`);
    const status = failure(422, 'Invalid', 'x', { causes: [{ field: 'spec.replicas', message: 'Invalid value: -1' }] });
    expect(
      analysis.serverMarkers(1, status).map((marker) => [marker.document, marker.range.startLine + 1, marker.range.startColumn]),
    ).toEqual([[1, 9, 17]]);
  });

  it('completes and explains in the document under the cursor', () => {
    const analysis = analysing(`a: [\n---\n${good}`);
    expect(analysis.hover(5)?.path).toBe('Deployment.spec');
    expect(analysis.complete(0, 0)?.proposals.map((proposal) => proposal.label)).toContain('apiVersion');
  });

  it('survives hostile texts', () => {
    for (const text of [
      '[',
      '\0\0',
      '- '.repeat(5000),
      '{'.repeat(20_000),
      '!!binary x',
      '%YAML 9.9\n---\n',
      '&a *a',
      '? :',
      '\uFEFFa: 1',
    ]) {
      expect(() => analysing(text).analyse()).not.toThrow();
    }
  });
});
