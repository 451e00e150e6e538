export const timelineTexts = {
  en: {} as Record<string, string>,
  zh: {} as Record<string, string>,
};
