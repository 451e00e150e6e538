import { pluginLook } from './plugins';
import type { NodeRow } from './matrix';
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
            <span key={plugin} style={{ width: `${share}%`, background: colour }} title={`${plugin}: ${raw} → ${norm} × ${weight} = ${weighted}`}>
              {share > 6 ? letter : ''}
            </span>
          );
        })}
    </span>
  );
}
