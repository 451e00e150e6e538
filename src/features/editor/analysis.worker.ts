/// <reference lib="webworker" />
import * as Comlink from 'comlink';
import { EditorAnalysis } from './analysis';

Comlink.expose(new EditorAnalysis());
