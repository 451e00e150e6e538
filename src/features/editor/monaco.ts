/** What makes Monaco an editor of manifests. */
import 'monaco-editor/languages/definitions/yaml/register';
import { monaco } from '../../ui/monaco/monaco';

const languageId = 'yaml';

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
