export const clockTexts = {
  en: {} as Record<string, string>,
  zh: {} as Record<string, string>,
};
