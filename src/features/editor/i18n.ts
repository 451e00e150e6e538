export const editorTexts = {
  en: {} as Record<string, string>,
  zh: {} as Record<string, string>,
};
