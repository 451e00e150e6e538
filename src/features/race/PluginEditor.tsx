import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { monaco } from '../../ui/monaco/monaco';
import { defineThemes, followTheme, themeName } from '../../ui/monaco/themes';
import { plugins } from './plugins';
import styles from './race.module.css';
import { pluginModel } from './typescript';

/** Default export, because it is loaded lazily: it brings Monaco and TypeScript along. */
export default function PluginEditor({ onRun }: { readonly onRun: () => void }) {
  const { t } = useTranslation('race');
  const host = useRef<HTMLDivElement>(null);
  const run = useRef(onRun);
  const label = t('editorLabel');
  useEffect(() => {
    run.current = onRun;
  }, [onRun]);
  useEffect(() => {
    defineThemes();
    const editor = monaco.editor.create(host.current!, {
      model: pluginModel(),
      theme: themeName(),
      automaticLayout: true,
      fontSize: 12.5,
      lineNumbersMinChars: 3,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      tabSize: 2,
      wordWrap: 'on',
      fixedOverflowWidgets: true,
      ariaLabel: label,
      padding: { top: 6 },
    });
    editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => run.current());
    const stop = followTheme(() => monaco.editor.setTheme(themeName()));
    return () => {
      stop();
      editor.dispose();
    };
  }, [label]);
  return (
    <section className={styles.plugin} aria-label={t('plugin')}>
      <div className={styles.pluginHead}>
        <h3>{t('plugin')}</h3>
        <label>
          {t('beginWith')}{' '}
          <select
            value=""
            onChange={({ target }) => {
              const chosen = plugins.find(({ id }) => id === target.value);
              const model = pluginModel();
              if (chosen) model.pushEditOperations([], [{ range: model.getFullModelRange(), text: chosen.code }], () => null);
            }}
          >
            <option value="" disabled>
              {t('example')}
            </option>
            {plugins.map(({ id }) => (
              <option key={id} value={id}>
                {t(`plugin_${id}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div ref={host} className={styles.code} />
      <p className={styles.note}>{t('sandboxNote')}</p>
    </section>
  );
}
