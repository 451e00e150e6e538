import { useCallback, useRef } from 'react';
import styles from './editor.module.css';
import { EditorSide } from './EditorSide';
import { EditorToolbar } from './EditorToolbar';
import { MonacoPane } from './MonacoPane';
import type { EditorHandle } from './MonacoPane';

/** The manifests drawer. Default export, because it is loaded lazily: it brings Monaco along. */
export default function ManifestEditor() {
  const handle = useRef<EditorHandle | undefined>(undefined);
  const ready = useCallback((editor: EditorHandle) => {
    handle.current = editor;
  }, []);
  return (
    <div className={styles.editor}>
      <EditorToolbar />
      <div className={styles.panes}>
        <MonacoPane onReady={ready} />
        <EditorSide reveal={(line, column) => handle.current?.reveal(line, column)} />
      </div>
    </div>
  );
}
