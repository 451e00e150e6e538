/** The plugin's TypeScript: types of what it is given, and the way to JavaScript. */
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import 'monaco-editor/languages/definitions/typescript/register';
// oxlint-disable-next-line import/default -- Vite's: the file as text
import pluginTypes from '../../../workers/protocol/own-plugin.ts?raw';
import { raceForm } from './form';
import { monaco } from '../../ui/monaco/monaco';

const { typescriptDefaults, ModuleKind, ModuleResolutionKind, ScriptTarget } = typescript;

typescriptDefaults.setCompilerOptions({
  target: ScriptTarget.ES2020,
  module: ModuleKind.CommonJS,
  moduleResolution: ModuleResolutionKind.NodeJs,
  lib: ['es2023'],
  types: [],
  strict: true,
  allowNonTsExtensions: true,
});
typescriptDefaults.addExtraLib(pluginTypes, 'file:///node_modules/kubarium/index.d.ts');
typescriptDefaults.addExtraLib('declare const console: { log(...what: unknown[]): void };', 'file:///console.d.ts');

const uri = monaco.Uri.parse('file:///plugin.ts');

/** One for the page's life: undo and text outlive the view. */
export function pluginModel(): monaco.editor.ITextModel {
  const known = monaco.editor.getModel(uri);
  if (known) return known;
  const model = monaco.editor.createModel(raceForm.getState().code, 'typescript', uri);
  model.onDidChangeContent(() => raceForm.setState({ code: model.getValue() }));
  return model;
}

export interface Compiled {
  readonly code: string;
  /** Of the first thing that is no TypeScript at all; wrong types are shown but run. */
  readonly problem?: { readonly line: number; readonly message: string };
}

export async function compilePlugin(): Promise<Compiled> {
  const model = pluginModel();
  const client = await (await typescript.getTypeScriptWorker())(uri);
  const [problem] = await client.getSyntacticDiagnostics(uri.toString());
  if (problem) {
    const { lineNumber } = model.getPositionAt(problem.start ?? 0);
    return { code: '', problem: { line: lineNumber, message: textOf(problem.messageText) } };
  }
  const { outputFiles } = await client.getEmitOutput(uri.toString());
  return { code: outputFiles.find(({ name }) => name.endsWith('.js'))?.text ?? '' };
}

function textOf(message: string | { readonly messageText: string }): string {
  return typeof message === 'string' ? message : message.messageText;
}
