export const stageTexts = {
  en: {} as Record<string, string>,
  zh: {} as Record<string, string>,
};
