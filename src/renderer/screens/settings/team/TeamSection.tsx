import { Stack } from '@mantine/core';
import { AgentList } from './AgentList';
import { MyName } from './MyName';
import { TagList } from './TagList';

/** What the consoles of a workspace share about people and tags. */
export function TeamSection() {
  return (
    <Stack gap="md">
      <MyName />
      <AgentList />
      <TagList />
    </Stack>
  );
}
