export { DemoPhonesPage } from './components/demo-phones-page.tsx';
