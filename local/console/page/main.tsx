import './jitless.ts';
import { render } from 'preact';
import { App } from './App.tsx';
import { fileSource } from './file-source.ts';
import { served } from './source.ts';

const root = document.getElementById('page');
const data = document.getElementById('data')?.textContent;
if (root) render(<App source={data ? fileSource(data) : served} />, root);
