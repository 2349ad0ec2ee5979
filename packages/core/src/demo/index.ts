export { demoCompany } from './company.ts';
export { type DemoProgress, demoProgress } from './demo-progress.ts';
export { type DemoLogin, seedDemo } from './seed-demo.ts';
