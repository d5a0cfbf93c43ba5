-- Searching the whole trail by time, actor, action or target, a page at a time. Building the indexes holds new events up while it lasts: seconds for a million rows.
-- Undo: drop the four indexes; nothing is lost. The release before uses none of them.
create index audit_events_time on audit_events (occurred_at desc, id desc);
create index audit_events_actor on audit_events (actor, occurred_at desc, id desc);
create index audit_events_action on audit_events (action, occurred_at desc, id desc);
create index audit_events_any_target on audit_events (target, occurred_at desc, id desc) where target is not null;
