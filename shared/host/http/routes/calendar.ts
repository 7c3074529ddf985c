import { CalendarView } from '../../../app/views.ts';
import { calendarFeed } from '../calendar-feed.ts';
import { json, type Route } from '../route.ts';

export const showCalendar: Route = {
  name: 'api-calendar',
  method: 'GET',
  path: 'api/calendar',
  summary: 'Retirement dates, with how much of the fleet each concerns',
  answers: { 200: { description: 'The calendar in force', schema: CalendarView } },
  handle: async ({ fleet }) => json(200, await fleet.calendar()),
};

export const subscribeToCalendar: Route = {
  name: 'api-calendar-ics',
  method: 'GET',
  path: 'api/calendar.ics',
  summary: 'The same dates as a calendar to subscribe to',
  answers: {
    200: { description: 'iCalendar (RFC 5545): all-day events, one for each date', mediaType: 'text/calendar' },
  },
  handle: async ({ fleet }) => ({
    status: 200,
    mediaType: 'text/calendar; charset=utf-8',
    body: calendarFeed(await fleet.calendar()),
    headers: { 'content-disposition': 'inline; filename="node-image-retirement.ics"' },
  }),
};
