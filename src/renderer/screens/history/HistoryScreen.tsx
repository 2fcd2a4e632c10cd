export function HistoryScreen(_props: { readonly runId: string | null }) {
  return null;
}
