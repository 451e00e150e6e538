interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** "key=value:Effect" for each key and value, with all its effects: "unreachable:NoSchedule,NoExecute". */
export function taintTexts(taints: readonly Taint[]): string[] {
  const effects = new Map<string, string[]>();
  for (const { key, value, effect } of taints) {
    const name = value ? `${key}=${value}` : key;
    effects.set(name, [...(effects.get(name) ?? []), effect]);
  }
  return [...effects].map(([name, each]) => `${name}:${each.join(',')}`);
}
