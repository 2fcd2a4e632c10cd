import { Skeleton } from '@mantine/core';

/** Grey form of one conversation's row. It appears late, so that a quick answer shows no flash. */
export function ConversationSkeleton() {
  return (
    <>
      <Skeleton circle height={42} className="lumo-late" />
      <span className="chat-row-body">
        <Skeleton height={11} width="60%" className="lumo-late" />
        <Skeleton height={9} width="40%" mt={8} className="lumo-late" />
        <Skeleton height={9} width="85%" mt={8} className="lumo-late" />
      </span>
    </>
  );
}
