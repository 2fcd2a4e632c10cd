/** Order of HubSpot's own stages, early to late; colours go from cool to warm with it. */
const stageColors: Readonly<Record<string, string>> = {
  subscriber: 'gray',
  lead: 'cyan',
  marketingqualifiedlead: 'indigo',
  salesqualifiedlead: 'violet',
  opportunity: 'orange',
  customer: 'teal',
  evangelist: 'pink',
  other: 'gray',
};

/** Theme colour of a lifecycle stage by its internal name; stages that an account made itself are grey. */
export function lifecycleColor(stage: string): string {
  return stageColors[stage] ?? 'gray';
}
