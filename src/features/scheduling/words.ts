/** The words of answers: both languages say the same, from the same structure. */
import type { TFunction } from 'i18next';
import type { Change, Sentence } from '../../../workers/protocol/decision';

export type Texts = TFunction<'scheduling'>;

export function wordsOf({ key, params }: Sentence, t: Texts): string {
  return t(`say_${key}`, params);
}

/** "Tolerate the taint a:NoSchedule, and lower ...: then node-2 fits." */
export function changeWords({ edits, fits, node }: Change, t: Texts): string {
  const said = edits.map(({ kind, params }) => t(`edit_${kind}`, params));
  const joined = said.reduce((first, second) => t('editsJoin', { first, second: lowerFirst(second) }));
  if (fits === 1 && edits.some(({ kind }) => kind === 'addNode')) return t('changeNew', { edits: joined });
  return fits === 1 ? t('changeOne', { edits: joined, node }) : t('changeMany', { edits: joined, fits, node });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
