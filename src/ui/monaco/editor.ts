import { monaco } from './monaco';
import { defineThemes, followTheme, themeName } from './themes';

/** An editor as every panel has it, in the page's theme; `onRun` is called by Ctrl+Enter. Its `dispose` leaves the model alone. */
export function createEditor(
  host: HTMLElement,
  options: monaco.editor.IStandaloneEditorConstructionOptions,
  onRun: () => void,
): monaco.editor.IStandaloneCodeEditor {
  defineThemes();
  const editor = monaco.editor.create(host, {
    theme: themeName(),
    automaticLayout: true,
    fontSize: 12.5,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    tabSize: 2,
    fixedOverflowWidgets: true,
    padding: { top: 6 },
    ...options,
  });
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, onRun);
  editor.onDidDispose(followTheme(() => monaco.editor.setTheme(themeName())));
  return editor;
}
