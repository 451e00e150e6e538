export const inspectorTexts = {
  en: {} as Record<string, string>,
  zh: {} as Record<string, string>,
};
