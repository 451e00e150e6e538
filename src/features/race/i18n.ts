import { raceEnglish } from './texts/en';
import { raceChinese } from './texts/zh';

export const raceTexts: { en: Record<string, string>; zh: Record<string, string> } = { en: raceEnglish, zh: raceChinese };
