-- People hear by mail of an end of access that is known beforehand, once for each consent: the end that was told stands at the integration until it is reconnected.
-- The system role finds those that are near by their times; two indexes hold the few grants that have such an end. A grant that nothing renews falls due at
-- the end of its token.
-- The release before works on, tells nothing and forgets nothing that was told.
-- Undo: drop the indexes and the column, and revoke the two grants. Lost: which ends were told; the release after tells those that are near once more.
alter table integrations add column told_end timestamptz;
grant select (told_end) on integrations to ${system};
grant select (refresh_expires_at) on grants to ${system};
create index grants_fixed_end on grants (refresh_expires_at) where state = 'live' and refresh_expires_at is not null;
create index grants_token_end on grants (access_expires_at) where state = 'live' and refresh_due_at = access_expires_at;
