import { customKindsStore } from '../../state/custom-kinds';
import type { CustomKind } from '../../state/custom-kinds';

/** Tells the groups whose custom kinds or schemas changed since the last call, or since now. Returns stop. */
export function followKinds(onChange: (groups: ReadonlySet<string>) => void): () => void {
  let before = customKindsStore.getState().kinds;
  return customKindsStore.subscribe(({ kinds }) => {
    if (kinds === before) return;
    const groups = new Set([...difference(before, kinds), ...difference(kinds, before)].map(({ group }) => group));
    before = kinds;
    if (groups.size > 0) onChange(groups);
  });
}

function difference(some: readonly CustomKind[], others: readonly CustomKind[]): readonly CustomKind[] {
  return some.filter(({ definition, fingerprint }) =>
    others.every((other) => other.definition !== definition || other.fingerprint !== fingerprint),
  );
}
