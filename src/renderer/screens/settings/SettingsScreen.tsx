export function SettingsScreen(_props: { readonly section: string }) {
  return null;
}
