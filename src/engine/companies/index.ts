export { createCompanies } from './companies';
export type { Companies, CompaniesDeps } from './companies-types';
export { companyRecordOf, recordFor } from './company-record';
