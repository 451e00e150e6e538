import { useMemo } from 'react';
import { useObjects } from '../../state/hooks';
import type { ObjectRef } from '../../state/selection';
import { eventRows } from './event-rows';
import { EventList } from './EventList';

export function EventsView({ about }: { readonly about: ObjectRef }) {
  const events = useObjects('Event');
  const rows = useMemo(() => eventRows(events.values(), about), [events, about]);
  return <EventList rows={rows} withObject={false} />;
}
