/** Starts i18next with every feature's texts; a feature's namespace is its folder's name. */
import { changeLanguage, use as useModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { appTexts } from '../app/i18n';
import { clockTexts } from '../features/clock/i18n';
import { editorTexts } from '../features/editor/i18n';
import { faultsTexts } from '../features/faults/i18n';
import { inspectorTexts } from '../features/inspector/i18n';
import { schedulerTexts } from '../features/scheduler/i18n';
import { raceTexts } from '../features/race/i18n';
import { schedulingTexts } from '../features/scheduling/i18n';
import { stageTexts } from '../features/stage/i18n';
import { timelineTexts } from '../features/timeline/i18n';
import { uiStore } from '../state/ui';
import type { Language } from '../state/ui';

const texts = {
  app: appTexts,
  clock: clockTexts,
  editor: editorTexts,
  faults: faultsTexts,
  inspector: inspectorTexts,
  scheduler: schedulerTexts,
  race: raceTexts,
  scheduling: schedulingTexts,
  stage: stageTexts,
  timeline: timelineTexts,
};

export async function startI18n(): Promise<void> {
  await useModule(initReactI18next).init({
    lng: uiStore.getState().language,
    fallbackLng: 'en',
    resources: { en: language('en'), zh: language('zh') },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  uiStore.subscribe((state, before) => {
    if (state.language !== before.language) void changeLanguage(state.language);
  });
}

function language(name: Language): Record<string, Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([feature, each]) => [feature, each[name]]));
}
