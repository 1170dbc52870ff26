import { mount } from 'svelte';
import App from './App.svelte';
import { page } from './page.svelte';
import { read } from './report';
import './page.css';

page.follow(window);
mount(App, {
  target: document.getElementById('app')!,
  props: { reading: read(document.getElementById('spillway-report')?.textContent ?? '') },
});
