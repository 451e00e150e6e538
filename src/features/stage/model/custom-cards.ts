/** Plain cards of custom resources: any kind a CustomResourceDefinition brings, with the first columns of `kubectl get`. */
import { cellsOf } from '../../../state/custom-kinds';
import type { CustomKind, CustomKindsState } from '../../../state/custom-kinds';
import type { Box } from './geometry';
import { hueOf } from './owner';

export interface CustomCard {
  /** What a click selects, as `data-ref` has it: an object, or the definition where one card stands for all objects of the kind. */
  readonly ref: string;
  readonly kind: string;
  readonly title: string;
  /** "Spec * * * * * · Replicas 3" */
  readonly line: string;
  /** 1, or how many objects the card stands for. */
  readonly count: number;
  readonly hue: number;
  readonly box: Box;
}

/** A kind with more objects than this, and every kind when there are more cards than that, gets one card. */
const perKindMax = 8;
const cardsMax = 24;
const columnsMax = 2;

const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };

/** By kind, then by key. Kinds without objects are left out. */
export function readCustomCards(before: readonly CustomCard[], { kinds, objects }: CustomKindsState): readonly CustomCard[] {
  const populated = kinds.filter(({ id }) => (objects.get(id)?.size ?? 0) > 0);
  const drawn = (id: string) => Math.min(objects.get(id)?.size ?? 0, perKindMax);
  const isCrowded = populated.reduce((sum, { id }) => sum + drawn(id), 0) > cardsMax;
  const known = new Map(before.map((card) => [card.ref, card]));
  return populated.flatMap((kind) => {
    const members = objects.get(kind.id) ?? new Map();
    const cards =
      isCrowded || members.size > perKindMax
        ? [bundle(kind, members.size)]
        : [...members.keys()].sort().map((key) => single(kind, key, lineOf(kind, members.get(key))));
    return cards.map((card) => same(known.get(card.ref), card));
  });
}

function single(kind: CustomKind, key: string, line: string): CustomCard {
  const title = key.slice(key.indexOf('/') + 1);
  return { ref: `${kind.id}/${key}`, kind: kind.kind, title, line, count: 1, hue: hueOf(kind.id), box: nowhere };
}

function bundle(kind: CustomKind, count: number): CustomCard {
  const ref = `CustomResourceDefinition/${kind.definition}`;
  return { ref, kind: kind.kind, title: kind.resource, line: kind.group, count, hue: hueOf(kind.id), box: nowhere };
}

/** Ages are left out: they would draw the stage anew every second. */
function lineOf(kind: CustomKind, object: Parameters<typeof cellsOf>[1]): string {
  const cells = cellsOf(kind, object, 0);
  const told = kind.table.columns
    .map(({ name, type, priority }, index) => ({
      name,
      cell: cells[index] ?? '',
      shown: index > 0 && priority === 0 && (type as string) !== 'date',
    }))
    .filter(({ cell, shown }) => shown && cell !== '')
    .slice(0, columnsMax);
  return told.length > 0 ? told.map(({ name, cell }) => `${name} ${cell}`).join(' · ') : kind.apiVersion;
}

function same(before: CustomCard | undefined, next: CustomCard): CustomCard {
  const isSame = before && before.kind === next.kind && before.line === next.line && before.count === next.count;
  return isSame ? before : { ...next, box: before?.box ?? next.box };
}
