import { useQuery } from '@tanstack/react-query';
import { orpc } from '../../bridge/client';
import { type TagColor, tagColor } from './tag-color';

/** The colour of a tag by its name, as the workspace chose it. */
export function useTagColors(): (name: string) => TagColor {
  const { data } = useQuery(orpc.team.tags.queryOptions());
  return (name) => tagColor(name, data?.find((tag) => tag.name === name)?.color ?? null);
}
