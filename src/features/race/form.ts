/** What is set up to be raced; survives closing the view, the code also a reload. */
import { createStore } from 'zustand/vanilla';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { Contestant, ContestantKind, RaceSetup, RaceStream, Side } from '../../../workers/protocol/race';
import { plugins } from './plugins';

export interface SideForm {
  readonly kind: ContestantKind;
  readonly seed: number;
  /** For "custom". */
  readonly config: string;
}

export interface RaceForm {
  readonly stream: RaceStream['kind'];
  readonly pods: number;
  readonly nodes: number;
  readonly a: SideForm;
  readonly b: SideForm;
  /** TypeScript of the plugin. */
  readonly code: string;
}

export const limits = { pods: 20_000, nodes: 5_000 } as const;

const config = `apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - schedulerName: default-scheduler
    pluginConfig:
      - name: NodeResourcesFit
        args:
          scoringStrategy:
            type: MostAllocated
            resources:
              - name: cpu
                weight: 1
`;

export const raceForm = createStore<RaceForm>()(
  persist(
    (): RaceForm => ({
      stream: 'made',
      pods: 60,
      nodes: 10,
      a: { kind: 'default', seed: 1, config },
      b: { kind: 'mostAllocated', seed: 1, config },
      code: plugins[0].code,
    }),
    { name: 'kubarium-race', version: 1, storage: createJSONStorage(() => localStorage) },
  ),
);

export function setSide(side: Side, change: Partial<SideForm>): void {
  raceForm.setState((form) => ({ [side]: { ...form[side], ...change } }));
}

/** `code`: the plugin as CommonJS; only needed where a side is a plugin of one's own. */
export function setupOf(form: RaceForm, code: string): RaceSetup {
  const { stream, pods, nodes } = form;
  return {
    stream: stream === 'made' ? { kind: stream, pods, nodes } : { kind: stream },
    a: contestantOf(form.a, code),
    b: contestantOf(form.b, code),
  };
}

function contestantOf({ kind, seed, config: text }: SideForm, code: string): Contestant {
  if (kind === 'own') return { kind, code, seed };
  if (kind === 'custom') return { kind, text, seed };
  return { kind, seed };
}
