/** Monaco, cut down to what a YAML editor needs, and its hookup. This module is the bulk of the editor's lazy chunk. */
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/languages/definitions/yaml/register';

export { monaco };

const languageId = 'yaml';

(globalThis as typeof globalThis & { MonacoEnvironment?: monaco.Environment }).MonacoEnvironment = {
  getWorker: () => new Worker(new URL('./monaco.worker.ts', import.meta.url), { type: 'module', name: 'monaco' }),
};

/** Takes its colours from the page's tokens, so both follow the same theme switch. */
export function defineThemes(): void {
  for (const [name, base, colours] of [
    ['kubarium-light', 'vs', ['ffffff', '17202b', '65748a', '2458d3', 'dbe6fd', '8a3d00', '00684b', 'f7f9fb', 'd5dce5']],
    ['kubarium-dark', 'vs-dark', ['12161c', 'e7ecf2', '8593a5', '7aa5ff', '24385f', 'f0a869', '6fd3ac', '171c24', '2a3340']],
  ] as const) {
    const [background, text, dim, accent, soft, value, string, raised, line] = colours;
    monaco.editor.defineTheme(name, {
      base,
      inherit: true,
      rules: [
        { token: '', foreground: text },
        { token: 'type', foreground: accent },
        { token: 'string', foreground: string },
        { token: 'number', foreground: value },
        { token: 'keyword', foreground: value },
        { token: 'comment', foreground: dim },
      ],
      colors: {
        'editor.background': `#${background}`,
        'editor.foreground': `#${text}`,
        'editorLineNumber.foreground': `#${dim}`,
        'editor.selectionBackground': `#${soft}`,
        'editorCursor.foreground': `#${accent}`,
        focusBorder: `#${accent}`,
        'editorWidget.background': `#${raised}`,
        'editorWidget.border': `#${line}`,
        'editorSuggestWidget.selectedBackground': `#${soft}`,
        'editorSuggestWidget.selectedForeground': `#${text}`,
        'editorSuggestWidget.highlightForeground': `#${accent}`,
        'editorSuggestWidget.focusHighlightForeground': `#${accent}`,
        'editorStickyScroll.background': `#${raised}`,
      },
    });
  }
}

export interface LanguageQuestions {
  complete(line: number, column: number): Promise<import('./completion').Completion | undefined>;
  hover(line: number): Promise<import('./hover').Hover | undefined>;
}

/** Completion and hover; positions cross as 0-based. */
export function registerLanguage(questions: LanguageQuestions): monaco.IDisposable {
  const kinds = { field: monaco.languages.CompletionItemKind.Field, value: monaco.languages.CompletionItemKind.EnumMember };
  const completion = monaco.languages.registerCompletionItemProvider(languageId, {
    triggerCharacters: [' ', '\n', '-', ':'],
    async provideCompletionItems(_model, { lineNumber, column }) {
      const found = await questions.complete(lineNumber - 1, column - 1);
      if (!found) return { suggestions: [] };
      const range = new monaco.Range(lineNumber, found.from + 1, lineNumber, found.to + 1);
      return {
        suggestions: found.proposals.map((proposal) => ({
          label: proposal.label,
          kind: kinds[proposal.kind],
          insertText: proposal.insert,
          insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
          range,
          sortText: `${proposal.rank}${proposal.label}`,
          ...(proposal.detail ? { detail: proposal.detail } : {}),
          ...(proposal.documentation ? { documentation: proposal.documentation } : {}),
          ...(proposal.kind === 'field' ? { command: { id: 'editor.action.triggerSuggest', title: '' } } : {}),
        })),
      };
    },
  });
  const hover = monaco.languages.registerHoverProvider(languageId, {
    async provideHover(_model, { lineNumber }) {
      const found = await questions.hover(lineNumber - 1);
      if (!found) return null;
      const head = `\`${found.path}\` *${found.type}*${found.required ? ' (required)' : ''}`;
      return { contents: [{ value: head }, { value: found.description }] };
    },
  });
  return {
    dispose() {
      completion.dispose();
      hover.dispose();
    },
  };
}
