/** What a summary is made of: plain data, so that every kind's summary is a pure function with a table test. */
import type { ObjectRef } from '../../../state/selection';

export type Tone = 'good' | 'bad' | 'warn' | 'dim';

export interface Text {
  readonly text: string;
  readonly tone?: Tone;
  /** Shown on hover and read out: the longer story. */
  readonly note?: string;
}

export interface Link {
  readonly text: string;
  readonly ref: ObjectRef;
}

export type Value = Text | Link;

/** `label` is a key of ./i18n's texts ("fact_<label>"); API field names are shown as they are. */
export interface Fact {
  readonly label: string;
  readonly values: readonly Value[];
  /** The label is the API's own word, even where a text has the same key. */
  readonly verbatim?: true;
}

export interface Section {
  /** Key of ./i18n's texts: "section_<title>". */
  readonly title: string;
  readonly facts?: readonly Fact[];
  /** `columns` are label keys, or texts of the API as they are. */
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] };
}

export function text(content: string | number | undefined, tone?: Tone, note?: string): Text {
  return { text: content === undefined || content === '' ? '–' : String(content), ...(tone ? { tone } : {}), ...(note ? { note } : {}) };
}

export function link(kind: string, namespace: string | undefined, name: string, shown = name): Link {
  return { text: shown, ref: { kind, name, ...(namespace ? { namespace } : {}) } };
}

/** Leaves out the facts that have nothing to say. */
export function facts(...list: readonly (Fact | undefined | false)[]): readonly Fact[] {
  return list.filter((each): each is Fact => each !== undefined && each !== false && each.values.length > 0);
}

export function fact(label: string, ...values: readonly (Value | undefined | false)[]): Fact {
  return { label, values: values.filter((each): each is Value => each !== undefined && each !== false) };
}

export function pairs(map: Readonly<Record<string, unknown>> | undefined, join = '='): Text[] {
  return Object.entries(map ?? {}).map(([key, value]) => text(value === '' ? key : `${key}${join}${String(value)}`));
}
