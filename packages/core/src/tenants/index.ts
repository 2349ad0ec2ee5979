export { companySettings } from './company-settings.ts';
export { needsSetUp, setUp } from './set-up.ts';
export { updateCompany } from './update-company.ts';
