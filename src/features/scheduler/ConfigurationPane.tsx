import { useEffect, useRef } from 'react';
import 'monaco-editor/languages/definitions/yaml/register';
import { createEditor } from '../../ui/monaco/editor';
import { monaco } from '../../ui/monaco/monaco';
import styles from './scheduler.module.css';

export interface ConfigurationPaneProps {
  readonly label: string;
  /** What the editor shows; a new text replaces the old one as one undoable edit. */
  readonly text: string;
  onChange(text: string): void;
  onApply(): void;
}

const uri = monaco.Uri.parse('inmemory://kubarium/scheduler-configuration.yaml');

/** A YAML editor whose text outlives it. */
export function ConfigurationPane({ label, text, onChange, onApply }: ConfigurationPaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const model = useRef<monaco.editor.ITextModel>(null);
  const latest = useRef({ onChange, onApply });
  useEffect(() => {
    latest.current = { onChange, onApply };
  });
  useEffect(() => {
    const shown = monaco.editor.getModel(uri) ?? monaco.editor.createModel('', 'yaml', uri);
    model.current = shown;
    const options = { model: shown, wordBasedSuggestions: 'currentDocument', ariaLabel: label } as const;
    const editor = createEditor(host.current!, options, () => latest.current.onApply());
    const changes = shown.onDidChangeContent(() => latest.current.onChange(shown.getValue()));
    return () => {
      changes.dispose();
      editor.dispose();
    };
  }, [label]);
  useEffect(() => {
    const shown = model.current;
    if (shown && shown.getValue() !== text) shown.pushEditOperations([], [{ range: shown.getFullModelRange(), text }], () => null);
  }, [text]);
  return <div ref={host} className={styles.editor} />;
}
