export { LoginForm } from './components/login-form.tsx';
export { SetUpForm } from './components/set-up-form.tsx';
