export const faultsTexts = {
  en: {} as Record<string, string>,
  zh: {} as Record<string, string>,
};
