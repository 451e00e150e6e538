/** Preferences and panels; survives a reload. */
import { createStore } from 'zustand/vanilla';
import { createJSONStorage, persist } from 'zustand/middleware';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'zh';
export type InspectorTab = 'summary' | 'why' | 'yaml' | 'events' | 'logs';
export type DrawerTab = 'manifests' | 'events' | 'decisions' | 'scheduler';

export interface UiState {
  readonly theme: Theme;
  readonly language: Language;
  readonly leftOpen: boolean;
  readonly rightOpen: boolean;
  readonly drawerOpen: boolean;
  readonly drawerTab: DrawerTab;
  /** Panel sizes in CSS pixels. */
  readonly leftWidth: number;
  readonly rightWidth: number;
  readonly drawerHeight: number;
  readonly inspectorTab: InspectorTab;
}

function browserLanguage(): Language {
  return globalThis.navigator?.language?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const uiStore = createStore<UiState>()(
  persist(
    (): UiState => ({
      theme: 'system',
      language: browserLanguage(),
      leftOpen: true,
      rightOpen: false,
      drawerOpen: false,
      drawerTab: 'manifests',
      leftWidth: 220,
      rightWidth: 360,
      drawerHeight: 320,
      inspectorTab: 'summary',
    }),
    { name: 'kubarium-ui', version: 1, storage: createJSONStorage(() => localStorage) },
  ),
);

export function setUi(change: Partial<UiState>): void {
  uiStore.setState(change);
}
