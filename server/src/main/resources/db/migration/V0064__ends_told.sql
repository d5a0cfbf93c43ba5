-- People hear by mail of an end of access that is known beforehand, once for each consent: the end that was told stands at the integration until it is reconnected.
-- The system role finds those that are near by their times; the index holds the grants that have such an end: that of the grant, or of a token that nothing
-- renews, which falls due at its end.
-- Allow index: vends only read grants; a refresh waits for it as for a slow store, about a second for a million of them
-- The release before works on, tells nothing and forgets nothing that was told.
-- Undo: drop the index and the column, and revoke the two grants. Lost: which ends were told; the release after tells those that are near once more.
alter table integrations add column told_end timestamptz;
grant select (told_end) on integrations to ${system};
grant select (refresh_expires_at) on grants to ${system};
create index grants_known_end on grants (least(refresh_expires_at, case when refresh_due_at = access_expires_at then access_expires_at end))
    where state = 'live' and least(refresh_expires_at, case when refresh_due_at = access_expires_at then access_expires_at end) is not null;
