/**
 * One editing session: the Monaco model, the analysis worker and the server's opinion. It outlives the panel, so closing
 * the drawer loses neither text nor undo history.
 */
import * as Comlink from 'comlink';
import { isStatus } from '../../../workers/api/status';
import { connectionStore, transport } from '../../state/connection';
import { monaco } from '../../ui/monaco/monaco';
import type { EditorAnalysis, Marker } from './analysis';
import type { ApplyContext } from './apply';
import { runApply } from './apply-run';
import { loadDraft, saveDraft } from './draft';
import { dryRun } from './dry-run';
import { editorStore } from './editor-state';
import type { Problem } from './editor-state';
import { followKinds } from './follow-kinds';
import { registerLanguage } from './monaco';
import { ServerSchemas } from './schema-fetch';

/** Pauses in typing after which the text is checked, sent to the server's dry run, and saved. */
const analyseAfterMs = 200;
const dryRunAfterMs = 700;
const saveAfterMs = 500;
/** Typed text of this size or more waits longer: copying it out of the editor costs. */
const largeTextCharacters = 500_000;
const largeTextDelayFactor = 4;
const problemsShownMax = 200;
const markerOwner = 'kubarium';

export class EditorSession {
  readonly model = monaco.editor.createModel(loadDraft(), 'yaml', monaco.Uri.parse('inmemory://kubarium/manifest.yaml'));
  private readonly analysis = Comlink.wrap<EditorAnalysis>(
    new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module', name: 'editor-analysis' }),
  );
  private readonly schemas = new ServerSchemas((request) => transport().request(request), this.analysis);
  private ownMarkers: readonly Marker[] = [];
  private serverMarkers: readonly Marker[] = [];
  private moreIssues = 0;
  private sentVersion = -1;
  private analyseTimer: ReturnType<typeof setTimeout> | undefined;
  private saveTimer: ReturnType<typeof setTimeout> | undefined;
  private dryRunTimer: ReturnType<typeof setTimeout> | undefined;
  private dryRunStop = new AbortController();
  private applyStop: AbortController | undefined;
  /** Kinds came or went while documents were being applied. */
  private kindsStale = false;

  constructor() {
    // Brackets are parsed over the whole text at once: a fifth of a second for ten thousand documents.
    this.model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    registerLanguage({
      complete: async (line, column) => {
        await this.sendText();
        return this.analysis.complete(line, column);
      },
      hover: async (line) => {
        await this.sendText();
        return this.analysis.hover(line);
      },
    });
    this.model.onDidChangeContent(() => this.changed());
    globalThis.addEventListener('pagehide', () => saveDraft(this.model.getValue()));
    void this.begin();
  }

  /** Replaces the text as one undoable edit. */
  setText(text: string): void {
    this.model.pushEditOperations([], [{ range: this.model.getFullModelRange(), text }], () => null);
  }

  async apply(): Promise<void> {
    if (this.applyStop || connectionStore.getState().phase !== 'ready') return;
    const stop = (this.applyStop = new AbortController());
    editorStore.setState(({ documents }) => ({ applying: { done: 0, total: documents } }));
    this.stopDryRun();
    try {
      await this.schemas.discover();
      await this.analyse();
      const { documents } = editorStore.getState();
      const failures: Marker[] = [];
      await runApply(this.context(), {
        analysis: this.analysis,
        total: documents,
        signal: stop.signal,
        onFailure: async (document, { status }) => {
          if (status && failures.length < problemsShownMax) failures.push(...(await this.analysis.serverMarkers(document, status)));
        },
      });
      this.serverMarkers = failures;
      this.showMarkers();
    } finally {
      this.applyStop = undefined;
      editorStore.setState({ applying: undefined });
      if (this.kindsStale) void this.checkAgain();
    }
  }

  cancelApply(): void {
    this.applyStop?.abort();
  }

  private async begin(): Promise<void> {
    await connected();
    followKinds((groups) => void this.kindsChanged(groups));
    await this.schemas.discover();
    await this.analyse();
    await this.schemas.want(['v1', 'apps/v1']);
    this.planDryRun();
  }

  private async kindsChanged(groups: ReadonlySet<string>): Promise<void> {
    await this.schemas.renew(groups);
    this.kindsStale = true;
    if (!this.applyStop) await this.checkAgain();
  }

  private async checkAgain(): Promise<void> {
    this.kindsStale = false;
    await this.analyse();
    this.planDryRun();
  }

  private changed(): void {
    const factor = this.model.getValueLength() > largeTextCharacters ? largeTextDelayFactor : 1;
    clearTimeout(this.analyseTimer);
    clearTimeout(this.saveTimer);
    this.stopDryRun();
    this.analyseTimer = setTimeout(() => void this.analyse().then(() => this.planDryRun()), analyseAfterMs * factor);
    this.saveTimer = setTimeout(() => editorStore.setState({ saved: saveDraft(this.model.getValue()) }), saveAfterMs * factor);
  }

  private async sendText(): Promise<void> {
    const version = this.model.getVersionId();
    if (version === this.sentVersion) return;
    this.sentVersion = version;
    await this.analysis.setText(this.model.getValue());
  }

  private async analyse(): Promise<void> {
    editorStore.setState({ analysing: true });
    await this.sendText();
    const version = this.model.getVersionId();
    let result = await this.analysis.analyse();
    if (await this.schemas.want(result.wanted)) result = await this.analysis.analyse();
    if (version !== this.model.getVersionId()) return;
    this.ownMarkers = result.markers;
    this.serverMarkers = [];
    this.moreIssues = result.moreIssues;
    editorStore.setState({ analysing: false, documents: result.documents, faultyDocuments: result.faultyDocuments, dryRun: 'idle' });
    this.showMarkers();
  }

  private planDryRun(): void {
    this.stopDryRun();
    this.dryRunTimer = setTimeout(() => void this.askServer(), dryRunAfterMs);
  }

  private stopDryRun(): void {
    clearTimeout(this.dryRunTimer);
    this.dryRunStop.abort();
    this.dryRunStop = new AbortController();
  }

  private async askServer(): Promise<void> {
    if (connectionStore.getState().phase !== 'ready' || this.applyStop) return;
    const { signal } = this.dryRunStop;
    const version = this.model.getVersionId();
    editorStore.setState({ dryRun: 'running' });
    const faulty = new Set(this.ownMarkers.map((marker) => marker.document));
    const { markers, checked } = await dryRun(this.analysis, this.context(), faulty, signal);
    if (signal.aborted || version !== this.model.getVersionId()) return;
    this.serverMarkers = markers;
    editorStore.setState({ dryRun: 'done', dryRunChecked: checked });
    this.showMarkers();
  }

  private context(): ApplyContext {
    return {
      send: async (request) => {
        const reply = await transport().request(request);
        return isStatus(reply.body) || reply.code < 400 ? reply : { ...reply, body: String(reply.body) };
      },
      mapping: (apiVersion, kind) => this.schemas.mapping(apiVersion, kind),
      schema: (apiVersion, kind) => this.schemas.book.kind(apiVersion, kind),
      book: this.schemas.book,
    };
  }

  private showMarkers(): void {
    const all = [...this.ownMarkers, ...this.serverMarkers.filter((marker) => !this.ownMarkers.some((own) => sameFinding(own, marker)))];
    const problems = all.slice(0, problemsShownMax).map(problemOf);
    monaco.editor.setModelMarkers(this.model, markerOwner, all.slice(0, problemsShownMax).map(monacoMarker));
    editorStore.setState({ problems, moreProblems: this.moreIssues + Math.max(all.length - problemsShownMax, 0) });
  }
}

let session: EditorSession | undefined;

export function editorSession(): EditorSession {
  return (session ??= new EditorSession());
}

function connected(): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (connectionStore.getState().phase !== 'ready') return;
      stop();
      resolve();
    };
    const stop = connectionStore.subscribe(check);
    check();
  });
}

/** Editor and server often say the same; people need to read it once. */
function sameFinding(own: Marker, other: Marker): boolean {
  return own.range.startLine === other.range.startLine && own.message === other.message;
}

function problemOf({ severity, message, range, source }: Marker): Problem {
  return { severity, message, source, line: range.startLine + 1, column: range.startColumn + 1 };
}

function monacoMarker({ severity, message, range, source }: Marker): monaco.editor.IMarkerData {
  return {
    severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    message,
    source: source === 'server' ? 'kube-apiserver (dry run)' : source,
    startLineNumber: range.startLine + 1,
    startColumn: range.startColumn + 1,
    endLineNumber: range.endLine + 1,
    endColumn: range.endColumn + 1,
  };
}
