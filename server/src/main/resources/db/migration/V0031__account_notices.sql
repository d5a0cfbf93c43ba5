-- What was done to an account by others and its person has not read yet, shown on its page. The previous release never reads or writes it.
-- Undo: drop the table. Lost: notices that nobody has read; the mails and the trail say the same.
create table account_notices (
    id         uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    kind       text not null check (kind in ('factors_reset', 'unlocked', 'others_factors_reset', 'other_unlocked')),
    about      text check (length(about) <= 254),
    created_at timestamptz not null
);
create index account_notices_account on account_notices (account_id, created_at desc);
call isolate('account_notices');
grant select, insert, delete on account_notices to ${app};
