import { schedulingEnglish } from './texts/en';
import { schedulingChinese } from './texts/zh';

export const schedulingTexts: { en: Record<string, string>; zh: Record<string, string> } = { en: schedulingEnglish, zh: schedulingChinese };
