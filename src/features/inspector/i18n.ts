import { inspectorEnglish } from './texts/en';
import { inspectorChinese } from './texts/zh';

export const inspectorTexts: { en: Record<string, string>; zh: Record<string, string> } = { en: inspectorEnglish, zh: inspectorChinese };
