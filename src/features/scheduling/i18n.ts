export const schedulingTexts = {
  en: {} as Record<string, string>,
  zh: {} as Record<string, string>,
};
