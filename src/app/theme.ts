import { uiStore } from '../state/ui';
import type { UiState } from '../state/ui';

/** Keeps <html>'s theme and language attributes as the preferences say. */
export function followTheme(): () => void {
  const apply = ({ theme, language }: UiState) => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
  };
  apply(uiStore.getState());
  return uiStore.subscribe(apply);
}
