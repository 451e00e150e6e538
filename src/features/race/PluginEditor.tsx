import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createEditor } from '../../ui/monaco/editor';
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
    const options = { model: pluginModel(), wordWrap: 'on', ariaLabel: label } as const;
    const editor = createEditor(host.current!, options, () => run.current());
    return () => editor.dispose();
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
