import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface LoadMoreProps {
  readonly onMore: () => void;
  readonly isLoading: boolean;
}

/** End of a list that goes on: loads more when it comes into view, and by a button for those who do not scroll. */
export function LoadMore({ onMore, isLoading }: LoadMoreProps) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (isLoading || place.current === null) return;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: '300px' },
    );
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [isLoading]);
  return (
    <div ref={place} className="lumo-load-more">
      <Button variant="subtle" size="xs" onClick={onMore} loading={isLoading}>
        {t('loadMore')}
      </Button>
    </div>
  );
}
