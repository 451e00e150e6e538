import type { MatrixColumns, NodeRow } from '../../../workers/protocol/decision-rows';
import { pluginLook } from './plugins';
import styles from './scheduling.module.css';

/** Weighted scores stacked in the plugins' fixed order; the numbers are in the table beside it. */
export function ScoreBar({ row, max }: { readonly row: NodeRow; readonly max: number }) {
  return (
    <span className={styles.bar} aria-hidden>
      {row.scores
        .filter((score) => score.weighted > 0)
        .map(({ plugin, weighted, norm, weight, raw }) => {
          const { letter, colour } = pluginLook(plugin);
          const share = max === 0 ? 0 : (weighted / max) * 100;
          return (
            <span
              key={plugin}
              style={{ width: `${share}%`, background: colour }}
              title={`${plugin}: ${raw} → ${norm} × ${weight} = ${weighted}`}
            >
              {share > 6 ? letter : ''}
            </span>
          );
        })}
    </span>
  );
}

/** What the letters and colours of the bars stand for. */
export function ScoreLegend({ plugins }: { readonly plugins: MatrixColumns['scorePlugins'] }) {
  return (
    <ul className={styles.legend}>
      {plugins.map(({ name, weight }) => (
        <li key={name}>
          <span className={styles.swatch} style={{ background: pluginLook(name).colour }} aria-hidden>
            {pluginLook(name).letter}
          </span>
          {name} ×{weight}
        </li>
      ))}
    </ul>
  );
}
