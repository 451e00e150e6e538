/** Shapes of golden/scheduler files, as far as they are compared. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface RecordedCase {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly config?: Json;
  readonly cluster: Json;
  readonly pod: Json;
  readonly expect: Json;
}

export interface RecordedSequence {
  readonly id: string;
  readonly title: string;
  readonly config?: Json;
  readonly cluster: Json;
  readonly templates: Readonly<Record<string, Json>>;
  readonly stream: readonly string[];
  readonly expect: { readonly steps: readonly Json[] };
}

export interface RecordedHints {
  readonly id: string;
  readonly title: string;
  readonly config?: Json;
  readonly cluster?: Json;
  readonly pod: Json;
  readonly kind: string;
  readonly old?: Json;
  readonly new?: Json;
  readonly expect: { readonly events: readonly { readonly event: string; readonly hints: Readonly<Record<string, string>> }[] };
}

export interface RecordedConfiguration {
  readonly id: string;
  readonly title: string;
  readonly doc: Json;
  readonly expect: Json;
}
