/** How plugins are drawn: a letter and a colour each, the same on every attempt. */

interface PluginLook {
  readonly letter: string;
  readonly colour: string;
}

const looks: Readonly<Record<string, PluginLook>> = {
  TaintToleration: { letter: 'T', colour: 'light-dark(#b84a00, #e07b39)' },
  NodeAffinity: { letter: 'A', colour: 'light-dark(#0072b2, #56b4e9)' },
  NodeResourcesFit: { letter: 'R', colour: 'light-dark(#007a59, #2bc290)' },
  VolumeBinding: { letter: 'V', colour: 'light-dark(#6b6b6b, #9a9a9a)' },
  PodTopologySpread: { letter: 'S', colour: 'light-dark(#a66a00, #e6b000)' },
  InterPodAffinity: { letter: 'I', colour: 'light-dark(#a14b7d, #cc79a7)' },
  NodeResourcesBalancedAllocation: { letter: 'B', colour: 'light-dark(#5a55c9, #9d98ff)' },
  DynamicResources: { letter: 'D', colour: 'light-dark(#7a5c00, #c9a227)' },
  ImageLocality: { letter: 'L', colour: 'light-dark(#5b6e86, #a3b3c6)' },
};

export function pluginLook(plugin: string): PluginLook {
  return looks[plugin] ?? { letter: plugin[0] ?? '?', colour: 'var(--text-3)' };
}
