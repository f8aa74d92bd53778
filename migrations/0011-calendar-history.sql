-- The history of the calendar is read from the audit, which is large; few lines of it are about the calendar.

create index audit_calendar_idx on kernel.audit (id) where (operation in ('calendar.put-day', 'calendar.remove-day'));
