export { ContactPanel } from './components/contact-panel.tsx';
export { ContactSearch } from './components/contact-search.tsx';
