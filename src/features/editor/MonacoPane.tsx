import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createEditor } from '../../ui/monaco/editor';
import styles from './editor.module.css';
import { editorSession } from './session';

/** Line that other parts of the panel want to show. */
export interface EditorHandle {
  reveal(line: number, column?: number): void;
}

/** On narrow screens the text is for reading: phones bring no keyboard worth writing YAML on. */
const narrowScreen = '(max-width: 760px)';

export function MonacoPane({ onReady }: { readonly onReady: (handle: EditorHandle) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const { t } = useTranslation('editor');
  const label = t('editorLabel');

  useEffect(() => {
    const session = editorSession();
    const editor = createEditor(
      host.current!,
      {
        model: session.model,
        insertSpaces: true,
        detectIndentation: false,
        quickSuggestions: { other: true, comments: false, strings: true },
        suggest: { showWords: false, snippetsPreventQuickSuggestions: false },
        wordBasedSuggestions: 'off',
        acceptSuggestionOnEnter: 'smart',
        occurrencesHighlight: 'off',
        bracketPairColorization: { enabled: false },
        matchBrackets: 'never',
        stickyScroll: { enabled: true, maxLineCount: 4 },
        readOnly: matchMedia(narrowScreen).matches,
        ariaLabel: label,
      },
      () => void session.apply(),
    );
    onReady({
      reveal(line, column = 1) {
        editor.setPosition({ lineNumber: line, column });
        editor.revealLineInCenterIfOutsideViewport(line);
        editor.focus();
      },
    });
    return () => editor.dispose();
  }, [label, onReady]);

  return <div ref={host} className={styles.monaco} data-testid="monaco" />;
}
